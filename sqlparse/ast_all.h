// Every node type, for code that walks or matches whole statements.
#pragma once

#include "sqlparse/ast_admin.h"         // IWYU pragma: export
#include "sqlparse/ast_alter_table.h"   // IWYU pragma: export
#include "sqlparse/ast_create_table.h"  // IWYU pragma: export
#include "sqlparse/ast_ddl.h"           // IWYU pragma: export
#include "sqlparse/ast_delete.h"        // IWYU pragma: export
#include "sqlparse/ast_load_data.h"     // IWYU pragma: export
#include "sqlparse/ast_maintenance.h"   // IWYU pragma: export
#include "sqlparse/ast_program.h"       // IWYU pragma: export
#include "sqlparse/ast_server.h"        // IWYU pragma: export
#include "sqlparse/ast_set.h"           // IWYU pragma: export
#include "sqlparse/ast_show.h"          // IWYU pragma: export
#include "sqlparse/ast_storage.h"       // IWYU pragma: export
#include "sqlparse/ast_transaction.h"   // IWYU pragma: export
#include "sqlparse/ast_update.h"        // IWYU pragma: export
