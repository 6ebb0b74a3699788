#include <fstream>
#include <iterator>
#include <string>
#include <variant>

#include "base/clock.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/usage.h"
#include "control/config/load.h"
#include "plan/planner.h"
#include "sqlparse/parser.h"

namespace mallshard::cli {
namespace {

constexpr std::string_view kHelp =
    "usage: mallshard explain [--conf DIR] [--database NAME] 'SQL'\n\n"
    "Shows where a statement goes, what is sent there and how the answers become one,\n"
    "by the configuration alone: no server is asked. Literals are taken as they are\n"
    "written, since the columns' types are not known.\n\n"
    "  --conf DIR        of the configuration (conf)\n"
    "  --database NAME   the logical schema (the only one)";

const rule::Schema* chosen_schema(const rule::Snapshot& snapshot, const CommandLine& line) {
  if (const auto name = line.value("--database")) return snapshot.find_schema(*name);
  return snapshot.schemas.size() == 1 ? &snapshot.schemas.front() : nullptr;
}

Result<std::string> explain(const rule::Snapshot& snapshot, const rule::Schema& schema,
                            std::string_view sql) {
  sqlparse::TokenBuffer tokens;
  sqlparse::lex(sql, {}, tokens);
  sqlparse::Arena arena;
  const sqlparse::ParseOutput parsed = sqlparse::parse(tokens, arena);
  if (!parsed.ok()) return Error(parsed.error.code, "42000", parsed.error.message);

  const rule::MetadataView metadata;
  plan::Context context;
  context.snapshot = &snapshot;
  context.schema = &schema;
  context.metadata = &metadata;
  context.tables_loaded = true;
  const plan::Outcome outcome = plan::make_plan(*parsed.statement, tokens, sql, context);
  if (const Error* refused = std::get_if<Error>(&outcome)) return *refused;
  const auto* made = std::get_if<std::shared_ptr<const plan::Plan>>(&outcome);
  if (made == nullptr) return Error::unknown("the plan needs table metadata");
  plan::SessionValues session;
  session.database = schema.name;
  plan::Execution execution;
  execution.sql = sql;
  execution.tokens = &tokens;
  execution.session = &session;
  return (*made)->explain(execution);
}

}  // namespace

int explain_command(Words words) {
  CommandLine line("explain", {{"--conf", "DIR"}, {"--database", "NAME"}, {"--help", ""}}, 1);
  if (Result<void> read = line.read(words); !read) return complain("explain", read.error(), kUsage);
  if (line.has("--help")) {
    print(stdout, kHelp);
    return kDone;
  }
  if (line.words().empty()) return complain("explain", Error::unknown("no SQL given; see --help"), kUsage);

  const SystemClock clock;
  const control::LoadedConfig loaded =
      control::load(std::string(line.value("--conf").value_or("conf")), clock);
  if (loaded.snapshot == nullptr) {
    for (const control::ConfigLine& mistake : loaded.mistakes) print(stderr, mistake.text());
    return kUsage;
  }
  const rule::Schema* schema = chosen_schema(*loaded.snapshot, line);
  if (schema == nullptr) {
    return complain("explain", Error::unknown("choose a logical schema of the configuration with --database"),
                    kUsage);
  }
  const Result<std::string> text = explain(*loaded.snapshot, *schema, line.words().front());
  if (!text) {
    print(stdout, "ERROR " + std::to_string(text.error().code) + " (" + text.error().sqlstate +
                      "): " + text.error().message);
    return kFailed;
  }
  print(stdout, *text);
  return kDone;
}

}  // namespace mallshard::cli
