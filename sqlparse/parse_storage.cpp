// Sequences, tablespaces, servers, libraries, masking policies, resource
// groups, spatial reference systems. Each production serves CREATE, ALTER and
// DROP, with the cursor at the word that names the object.
#include <cstddef>
#include <cstdint>

#include "sqlparse/name_list.h"
#include "sqlparse/parser_run.h"
#include "sqlparse/schema_options.h"

namespace mallshard::sqlparse {

// CREATE [OR REPLACE] [TEMPORARY] SEQUENCE [IF NOT EXISTS] s options table-options
// ALTER SEQUENCE [IF EXISTS] s options
Statement* ParserRun::sequence_statement(std::uint32_t first, StatementKind kind, bool or_replace) {
  if (!mariadb()) return static_cast<Statement*>(fail());
  auto* made = statement<SequenceStatement>(first, kind);
  const bool alter = kind == StatementKind::AlterSequence;
  made->or_replace = or_replace;
  made->temporary = !alter && accept(Keyword::Temporary);
  expect(Keyword::Sequence);
  if (alter) {
    made->if_exists = if_exists();
  } else {
    made->if_not_exists = if_not_exists();
  }
  made->sequence = table_name();
  if (version_ >= 110500 && accept(Keyword::As)) made->type = data_type();
  const auto mark = stack_.mark();
  while (SchemaOption* option = sequence_option(alter)) stack_.push(option);
  const bool any = stack_.mark() > mark;
  if (!alter) {
    for (SchemaOption* option : table_options()) stack_.push(option);
  } else if (!any && made->type == nullptr) {
    fail();
  }
  made->options = stack_.take<SchemaOption>(mark, arena_);
  return finish(made);
}

// RESTART is ALTER's alone.
SchemaOption* ParserRun::sequence_option(bool alter) {
  if (!alter && is(Keyword::Restart)) return nullptr;
  return schema_option(kSequenceOptions, EngineOptions::No);
}

Statement* ParserRun::drop_sequence(std::uint32_t first, bool temporary) {
  if (!mariadb()) return static_cast<Statement*>(fail());
  auto* made = statement<DropSequenceStatement>(first, StatementKind::DropSequence);
  made->temporary = temporary;
  expect(Keyword::Sequence);
  made->if_exists = if_exists();
  made->sequences = table_names();
  return finish(made);
}

// [UNDO] TABLESPACE name ..., LOGFILE GROUP name ...
Statement* ParserRun::tablespace_statement(std::uint32_t first, StatementKind kind) {
  if (!mysql()) return static_cast<Statement*>(fail());
  auto* made = statement<TablespaceStatement>(first, kind);
  if (accept(Keyword::Logfile)) {
    made->what = TablespaceKind::LogfileGroup;
    expect(Keyword::Group);
  } else {
    if (accept(Keyword::Undo)) made->what = TablespaceKind::Undo;
    expect(Keyword::Tablespace);
  }
  made->name = name();
  if (kind == StatementKind::DropTablespace) {
    const OptionRules rules =
        made->what == TablespaceKind::Undo ? kUndoTablespaceOptions : kDropTablespaceOptions;
    made->options = schema_options(rules, OptionCommas::Optional, EngineOptions::No);
    return finish(made);
  }
  switch (made->what) {
    case TablespaceKind::Undo:
      undo_tablespace(made);
      break;
    case TablespaceKind::LogfileGroup:
      tablespace_file(made, Keyword::Undofile);
      made->options = schema_options(
          kind == StatementKind::CreateTablespace ? kCreateLogfileOptions : kAlterLogfileOptions,
          OptionCommas::Optional, EngineOptions::No);
      break;
    case TablespaceKind::Plain:
      if (kind == StatementKind::CreateTablespace) {
        if (is(Keyword::Add)) tablespace_file(made, Keyword::Datafile);
        if (accept(Keyword::Use)) {
          expect(Keyword::Logfile);
          expect(Keyword::Group);
          made->group = name();
        }
        made->options = schema_options(kCreateTablespaceOptions, OptionCommas::Optional, EngineOptions::No);
      } else {
        alter_tablespace(made);
      }
      break;
  }
  return finish(made);
}

// ADD or DROP {DATAFILE | UNDOFILE} 'x'
void ParserRun::tablespace_file(TablespaceStatement* tablespace, Keyword word) {
  const std::uint32_t first = at();
  if (word == Keyword::Undofile || !accept(Keyword::Drop)) expect(Keyword::Add);
  expect(word);
  tablespace->action = range_from(first);
  tablespace->file = at();
  expect(TokenKind::String);
}

void ParserRun::undo_tablespace(TablespaceStatement* tablespace) {
  if (tablespace->statement_kind == StatementKind::CreateTablespace) {
    const std::uint32_t first = at();
    expect(Keyword::Add);
    expect(Keyword::Datafile);
    tablespace->action = range_from(first);
    tablespace->file = at();
    expect(TokenKind::String);
  } else {
    const std::uint32_t first = at();
    expect(Keyword::Set);
    if (!accept(Keyword::Active)) expect(Keyword::Inactive);
    tablespace->action = range_from(first);
  }
  tablespace->options = schema_options(kUndoTablespaceOptions, OptionCommas::Optional, EngineOptions::No);
}

// ADD or DROP DATAFILE with options, RENAME TO, or options alone
void ParserRun::alter_tablespace(TablespaceStatement* tablespace) {
  const std::uint32_t first = at();
  if (accept(Keyword::Rename)) {
    expect(Keyword::To);
    tablespace->action = range_from(first);
    tablespace->new_name = name();
    return;
  }
  const bool file = is_any(Keyword::Add, Keyword::Drop);
  if (file) tablespace_file(tablespace, Keyword::Datafile);
  tablespace->options = schema_options(kAlterTablespaceOptions, OptionCommas::Optional, EngineOptions::No);
  if (!file && tablespace->options.empty()) fail();
}

// SERVER s FOREIGN DATA WRAPPER w OPTIONS (HOST 'x', ...)
Statement* ParserRun::foreign_server_statement(std::uint32_t first, StatementKind kind, bool or_replace) {
  auto* made = statement<ForeignServerStatement>(first, kind);
  made->or_replace = or_replace;
  if (or_replace && mysql()) return static_cast<Statement*>(fail());
  advance();
  if (kind == StatementKind::DropServer) {
    made->if_exists = if_exists();
  } else if (kind == StatementKind::CreateServer && mariadb()) {
    made->if_not_exists = if_not_exists();
  }
  made->name = name_or_string();
  if (kind == StatementKind::DropServer) return finish(made);
  if (kind == StatementKind::CreateServer) {
    expect(Keyword::Foreign);
    expect(Keyword::Data);
    expect(Keyword::Wrapper);
    made->wrapper = name_or_string();
  }
  expect(Keyword::Options);
  expect(TokenKind::LeftParen);
  made->options = schema_options(kServerOptions, OptionCommas::Always, EngineOptions::No);
  if (made->options.empty()) fail();
  if (mariadb()) refuse_repeated(made->options);
  expect(TokenKind::RightParen);
  return finish(made);
}

// To MariaDB a text given twice is a syntax error at the second.
void ParserRun::refuse_repeated(NodeList<SchemaOption> options) {
  for (std::size_t i = 0; i < options.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (options[i]->option == options[j]->option && options[i]->option != Keyword::Port) {
        fail_at(options[i]->value.first);
        return;
      }
    }
  }
}

// LIBRARY [IF NOT EXISTS] l {COMMENT 'x' | LANGUAGE w} ... AS 'source'
Statement* ParserRun::library_statement(std::uint32_t first, StatementKind kind) {
  if (!mysql()) return static_cast<Statement*>(fail());
  auto* made = statement<LibraryStatement>(first, kind);
  advance();
  if (kind == StatementKind::CreateLibrary) made->if_not_exists = if_not_exists();
  if (kind == StatementKind::DropLibrary) made->if_exists = if_exists();
  made->name = table_name();
  NameListBuilder comments;
  const auto comment = [&] {
    if (is(TokenKind::String)) {
      comments.add(name_or_string());
    } else {
      fail();
    }
  };
  if (kind == StatementKind::AlterLibrary) {
    expect(Keyword::Comment);
    comment();
  } else if (kind == StatementKind::CreateLibrary) {
    while (true) {
      if (accept(Keyword::Comment)) {
        comment();
      } else if (accept(Keyword::Language)) {  // the last one counts
        made->language = name();
      } else {
        break;
      }
    }
    if (!made->language) fail();
    expect(Keyword::As);
    const std::uint32_t body = at();
    const bool introduced = accept(TokenKind::Introducer);
    if (!accept(TokenKind::Hex) && !accept(TokenKind::Bit)) {
      if (introduced) fail();
      if (!accept(TokenKind::DollarString)) expect(TokenKind::String);
    }
    made->body = range_from(body);
  }
  made->comments = comments.take(arena_);
  return finish(made);
}

// MASKING POLICY [IF NOT EXISTS] p(column) expression
Statement* ParserRun::masking_policy_statement(std::uint32_t first, StatementKind kind) {
  if (!mysql() || version_ < 90700) return static_cast<Statement*>(fail());
  auto* made = statement<MaskingPolicyStatement>(first, kind);
  advance();
  expect(Keyword::Policy);
  if (kind == StatementKind::DropMaskingPolicy) {
    made->if_exists = if_exists();
    made->name = name();
    return finish(made);
  }
  made->if_not_exists = if_not_exists();
  made->name = name();
  expect(TokenKind::LeftParen);
  made->column = name();
  expect(TokenKind::RightParen);
  made->value = expression();
  return finish(made);
}

// RESOURCE GROUP g [TYPE = x] [VCPU = list] [THREAD_PRIORITY = n] [ENABLE | DISABLE] [FORCE]
Statement* ParserRun::resource_group_statement(std::uint32_t first, StatementKind kind) {
  if (!mysql()) return static_cast<Statement*>(fail());
  auto* made = statement<ResourceGroupStatement>(first, kind);
  advance();
  expect(Keyword::Group);
  made->name = name();
  if (kind != StatementKind::DropResourceGroup) {
    const auto mark = stack_.mark();
    const auto option = [&](Keyword word) {
      if (is(word)) stack_.push(schema_option(kResourceGroupOptions, EngineOptions::No));
    };
    if (kind == StatementKind::CreateResourceGroup) {
      if (!is(Keyword::Type)) fail();
      option(Keyword::Type);
    }
    option(Keyword::Vcpu);
    option(Keyword::ThreadPriority);
    option(is(Keyword::Enable) ? Keyword::Enable : Keyword::Disable);
    made->options = stack_.take<SchemaOption>(mark, arena_);
  }
  if (kind != StatementKind::CreateResourceGroup) made->force = accept(Keyword::Force);
  return finish(made);
}

// SPATIAL REFERENCE SYSTEM [IF NOT EXISTS] n NAME 'x' DEFINITION 'y' ...
Statement* ParserRun::spatial_reference_statement(std::uint32_t first, StatementKind kind, bool or_replace) {
  if (!mysql()) return static_cast<Statement*>(fail());
  auto* made = statement<SpatialReferenceStatement>(first, kind);
  made->or_replace = or_replace;
  advance();
  expect(Keyword::Reference);
  expect(Keyword::System);
  if (kind == StatementKind::DropSpatialReference) {
    made->if_exists = if_exists();
  } else if (!or_replace) {
    made->if_not_exists = if_not_exists();
  }
  made->number = at();
  whole_number();
  if (kind == StatementKind::CreateSpatialReference) {
    made->options = schema_options(kSpatialReferenceOptions, OptionCommas::Never, EngineOptions::No);
  }
  return finish(made);
}

}  // namespace mallshard::sqlparse
