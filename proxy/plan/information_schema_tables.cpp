#include "plan/information_schema_tables.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "base/bytes.h"

namespace mallshard::plan {
namespace {

constexpr std::uint32_t kAny = 0;
constexpr std::uint32_t kNever = std::numeric_limits<std::uint32_t>::max();

struct Row {
  SystemTable table;
  std::uint32_t mysql = kAny;    // since
  std::uint32_t mariadb = kAny;  // since
};

#define ROUTINE_TYPES                                                                          \
  "DATA_TYPE,CHARACTER_MAXIMUM_LENGTH,CHARACTER_OCTET_LENGTH,NUMERIC_PRECISION,NUMERIC_SCALE," \
  "DATETIME_PRECISION,CHARACTER_SET_NAME,COLLATION_NAME,DTD_IDENTIFIER"
constexpr std::array kTables{
    Row{{"SCHEMATA",
         "CATALOG_NAME,SCHEMA_NAME,DEFAULT_CHARACTER_SET_NAME,DEFAULT_COLLATION_NAME,SQL_PATH,"
         "SCHEMA_COMMENT+a100500,DEFAULT_ENCRYPTION+y80016",
         "SCHEMA_NAME", ""},
        kAny,
        kAny},
    Row{{"SCHEMATA_EXTENSIONS", "CATALOG_NAME,SCHEMA_NAME,OPTIONS", "SCHEMA_NAME", ""}, 80022, kNever},
    Row{{"TABLES",
         "TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,TABLE_TYPE,ENGINE,VERSION,ROW_FORMAT,TABLE_ROWS,"
         "AVG_ROW_LENGTH,DATA_LENGTH,MAX_DATA_LENGTH,INDEX_LENGTH,DATA_FREE,AUTO_INCREMENT,"
         "CREATE_TIME,UPDATE_TIME,CHECK_TIME,TABLE_COLLATION,CHECKSUM,CREATE_OPTIONS,TABLE_COMMENT,"
         "MAX_INDEX_LENGTH+a0,TEMPORARY+a0",
         "TABLE_SCHEMA", "TABLE_NAME"},
        kAny,
        kAny},
    Row{{"TABLES_EXTENSIONS",
         "TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,ENGINE_ATTRIBUTE,SECONDARY_ENGINE_ATTRIBUTE", "TABLE_SCHEMA",
         "TABLE_NAME"},
        80021,
        kNever},
    Row{{"PARTITIONS",
         "TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,PARTITION_NAME,SUBPARTITION_NAME,"
         "PARTITION_ORDINAL_POSITION,SUBPARTITION_ORDINAL_POSITION,SECONDARY_LOAD+y90700,"
         "PARTITION_METHOD,SUBPARTITION_METHOD,PARTITION_EXPRESSION,SUBPARTITION_EXPRESSION,"
         "PARTITION_DESCRIPTION,TABLE_ROWS,AVG_ROW_LENGTH,DATA_LENGTH,MAX_DATA_LENGTH,INDEX_LENGTH,"
         "DATA_FREE,CREATE_TIME,UPDATE_TIME,CHECK_TIME,CHECKSUM,PARTITION_COMMENT,NODEGROUP,"
         "TABLESPACE_NAME",
         "TABLE_SCHEMA", "TABLE_NAME"},
        kAny,
        kAny},
    Row{{"COLUMNS",
         "TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,COLUMN_NAME,ORDINAL_POSITION,COLUMN_DEFAULT,"
         "IS_NULLABLE,DATA_TYPE,CHARACTER_MAXIMUM_LENGTH,CHARACTER_OCTET_LENGTH,NUMERIC_PRECISION,"
         "NUMERIC_SCALE,DATETIME_PRECISION,CHARACTER_SET_NAME,COLLATION_NAME,COLUMN_TYPE,COLUMN_KEY,"
         "EXTRA,PRIVILEGES,COLUMN_COMMENT,IS_GENERATED+a0,GENERATION_EXPRESSION,SRS_ID+y80003",
         "TABLE_SCHEMA", "TABLE_NAME"},
        kAny,
        kAny},
    Row{{"COLUMNS_EXTENSIONS",
         "TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,COLUMN_NAME,ENGINE_ATTRIBUTE,"
         "SECONDARY_ENGINE_ATTRIBUTE",
         "TABLE_SCHEMA", "TABLE_NAME"},
        80021,
        kNever},
    Row{{"COLUMN_STATISTICS", "SCHEMA_NAME,TABLE_NAME,COLUMN_NAME,HISTOGRAM", "SCHEMA_NAME", "TABLE_NAME"},
        80003,
        kNever},
    Row{{"ST_GEOMETRY_COLUMNS",
         "TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,COLUMN_NAME,SRS_NAME,SRS_ID,GEOMETRY_TYPE_NAME",
         "TABLE_SCHEMA", "TABLE_NAME"},
        80000,
        kNever},
    Row{{"STATISTICS",
         "TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,NON_UNIQUE,INDEX_SCHEMA,INDEX_NAME,SEQ_IN_INDEX,"
         "COLUMN_NAME,COLLATION,CARDINALITY,SUB_PART,PACKED,NULLABLE,INDEX_TYPE,COMMENT,INDEX_COMMENT,"
         "IGNORED+a100600,IS_VISIBLE+y80000,EXPRESSION+y80013",
         "TABLE_SCHEMA", "TABLE_NAME"},
        kAny,
        kAny},
    Row{{"KEY_COLUMN_USAGE",
         "CONSTRAINT_CATALOG,CONSTRAINT_SCHEMA,CONSTRAINT_NAME,TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,"
         "COLUMN_NAME,ORDINAL_POSITION,POSITION_IN_UNIQUE_CONSTRAINT,REFERENCED_TABLE_SCHEMA,"
         "REFERENCED_TABLE_NAME,REFERENCED_COLUMN_NAME",
         "TABLE_SCHEMA", "TABLE_NAME"},
        kAny,
        kAny},
    Row{{"TABLE_CONSTRAINTS",
         "CONSTRAINT_CATALOG,CONSTRAINT_SCHEMA,CONSTRAINT_NAME,TABLE_SCHEMA,TABLE_NAME,"
         "CONSTRAINT_TYPE,ENFORCED+y80016",
         "TABLE_SCHEMA", "TABLE_NAME"},
        kAny,
        kAny},
    Row{{"TABLE_CONSTRAINTS_EXTENSIONS",
         "CONSTRAINT_CATALOG,CONSTRAINT_SCHEMA,CONSTRAINT_NAME,TABLE_NAME,ENGINE_ATTRIBUTE,"
         "SECONDARY_ENGINE_ATTRIBUTE",
         "CONSTRAINT_SCHEMA", "TABLE_NAME"},
        80021,
        kNever},
    Row{{"REFERENTIAL_CONSTRAINTS",
         "CONSTRAINT_CATALOG,CONSTRAINT_SCHEMA,CONSTRAINT_NAME,UNIQUE_CONSTRAINT_CATALOG,"
         "UNIQUE_CONSTRAINT_SCHEMA,UNIQUE_CONSTRAINT_NAME,MATCH_OPTION,UPDATE_RULE,DELETE_RULE,"
         "TABLE_NAME,REFERENCED_TABLE_NAME",
         "CONSTRAINT_SCHEMA", "TABLE_NAME"},
        kAny,
        kAny},
    Row{{"CHECK_CONSTRAINTS",
         "CONSTRAINT_CATALOG,CONSTRAINT_SCHEMA,TABLE_NAME,CONSTRAINT_NAME,LEVEL+a100510,CHECK_CLAUSE",
         "CONSTRAINT_SCHEMA", "TABLE_NAME"},
        kNever,
        kAny},
    Row{{"CHECK_CONSTRAINTS", "CONSTRAINT_CATALOG,CONSTRAINT_SCHEMA,CONSTRAINT_NAME,CHECK_CLAUSE",
         "CONSTRAINT_SCHEMA", "", true},
        80016,
        kNever},
    Row{{"VIEWS",
         "TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,VIEW_DEFINITION,CHECK_OPTION,IS_UPDATABLE,DEFINER,"
         "SECURITY_TYPE,CHARACTER_SET_CLIENT,COLLATION_CONNECTION,ALGORITHM+a0",
         "TABLE_SCHEMA", "TABLE_NAME"},
        kAny,
        kAny},
    Row{{"VIEW_TABLE_USAGE", "VIEW_CATALOG,VIEW_SCHEMA,VIEW_NAME,TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME",
         "VIEW_SCHEMA", ""},
        80013,
        kNever},
    Row{{"VIEW_ROUTINE_USAGE",
         "TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,SPECIFIC_CATALOG,SPECIFIC_SCHEMA,SPECIFIC_NAME",
         "TABLE_SCHEMA", "TABLE_NAME"},
        80013,
        kNever},
    Row{{"ROUTINES",
         "SPECIFIC_NAME,ROUTINE_CATALOG,ROUTINE_SCHEMA,ROUTINE_NAME,ROUTINE_TYPE," ROUTINE_TYPES
         ",ROUTINE_BODY,ROUTINE_DEFINITION,EXTERNAL_NAME,EXTERNAL_LANGUAGE,PARAMETER_STYLE,"
         "IS_DETERMINISTIC,SQL_DATA_ACCESS,SQL_PATH,SECURITY_TYPE,CREATED,LAST_ALTERED,SQL_MODE,"
         "ROUTINE_COMMENT,DEFINER,CHARACTER_SET_CLIENT,COLLATION_CONNECTION,DATABASE_COLLATION",
         "ROUTINE_SCHEMA", ""},
        kAny,
        kAny},
    Row{{"PARAMETERS",
         "SPECIFIC_CATALOG,SPECIFIC_SCHEMA,SPECIFIC_NAME,ORDINAL_POSITION,PARAMETER_MODE,"
         "PARAMETER_NAME," ROUTINE_TYPES ",ROUTINE_TYPE",
         "SPECIFIC_SCHEMA", ""},
        kAny,
        kAny},
    Row{{"TRIGGERS",
         "TRIGGER_CATALOG,TRIGGER_SCHEMA,TRIGGER_NAME,EVENT_MANIPULATION,EVENT_OBJECT_CATALOG,"
         "EVENT_OBJECT_SCHEMA,EVENT_OBJECT_TABLE,ACTION_ORDER,ACTION_CONDITION,ACTION_STATEMENT,"
         "ACTION_ORIENTATION,ACTION_TIMING,ACTION_REFERENCE_OLD_TABLE,ACTION_REFERENCE_NEW_TABLE,"
         "ACTION_REFERENCE_OLD_ROW,ACTION_REFERENCE_NEW_ROW,CREATED,SQL_MODE,DEFINER,"
         "CHARACTER_SET_CLIENT,COLLATION_CONNECTION,DATABASE_COLLATION",
         "TRIGGER_SCHEMA", "EVENT_OBJECT_TABLE"},
        kAny,
        kAny},
    Row{{"EVENTS",
         "EVENT_CATALOG,EVENT_SCHEMA,EVENT_NAME,DEFINER,TIME_ZONE,EVENT_BODY,EVENT_DEFINITION,"
         "EVENT_TYPE,EXECUTE_AT,INTERVAL_VALUE,INTERVAL_FIELD,SQL_MODE,STARTS,ENDS,STATUS,"
         "ON_COMPLETION,CREATED,LAST_ALTERED,LAST_EXECUTED,EVENT_COMMENT,ORIGINATOR,"
         "CHARACTER_SET_CLIENT,COLLATION_CONNECTION,DATABASE_COLLATION",
         "EVENT_SCHEMA", ""},
        kAny,
        kAny},
    Row{{"SCHEMA_PRIVILEGES", "GRANTEE,TABLE_CATALOG,TABLE_SCHEMA,PRIVILEGE_TYPE,IS_GRANTABLE",
         "TABLE_SCHEMA", ""},
        kAny,
        kAny},
    Row{{"TABLE_PRIVILEGES", "GRANTEE,TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,PRIVILEGE_TYPE,IS_GRANTABLE",
         "TABLE_SCHEMA", "TABLE_NAME"},
        kAny,
        kAny},
    Row{{"COLUMN_PRIVILEGES",
         "GRANTEE,TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,COLUMN_NAME,PRIVILEGE_TYPE,IS_GRANTABLE",
         "TABLE_SCHEMA", "TABLE_NAME"},
        kAny,
        kAny},
    // Asked for by drivers that take the server for an old MySQL.
    Row{{"proc",
         "db,name,type,specific_name,language,sql_data_access,is_deterministic,security_type,param_list,"
         "returns,body,definer,created,modified,sql_mode,comment,character_set_client,"
         "collation_connection,db_collation,body_utf8,aggregate",
         "db", "", false, "mysql"},
        kNever,
        kAny},
};

#undef ROUTINE_TYPES

}  // namespace

const SystemTable* find_system_table(std::string_view database, std::string_view name, bool mariadb,
                                     std::uint32_t server_version) {
  const auto* found = std::find_if(kTables.begin(), kTables.end(), [&](const Row& row) {
    return equals_ignore_case(row.table.name, name) && equals_ignore_case(row.table.database, database) &&
           (mariadb ? row.mariadb : row.mysql) <= server_version;
  });
  return found == kTables.end() ? nullptr : &found->table;
}

std::vector<std::string_view> SystemTable::columns_of(bool mariadb, std::uint32_t server_version) const {
  std::vector<std::string_view> out;
  for (std::string_view rest = columns; !rest.empty();) {
    std::string_view column = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), column.size() + 1));
    if (const std::size_t plus = column.find('+'); plus != std::string_view::npos) {
      const std::string_view since = column.substr(plus + 2);
      std::uint32_t version = 0;
      std::from_chars(since.data(), since.data() + since.size(), version);
      if ((column[plus + 1] == 'a') != mariadb || server_version < version) continue;
      column = column.substr(0, plus);
    }
    out.push_back(column);
  }
  return out;
}

}  // namespace mallshard::plan
