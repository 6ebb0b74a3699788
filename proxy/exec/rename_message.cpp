#include "exec/rename_message.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "exec/rename_ddl.h"
#include "exec/rename_name.h"

namespace mallshard::exec {
namespace {

// The servers' formats that carry names (share/errmsg of MySQL 5.7 to 9.x and
// MariaDB 10.5 to 11.x, English). What stands between literal text:
//   %s schema                %q [schema.]table      %l several %q, by commas
//   %c [[schema.]table.]column   %k [table.]key     %r [schema.]routine
//   %n constraint            %b `schema`.`table`    %f `schema`.`table`.`column`
//   %d the text of a foreign key    %x an expression
//   %. and %* anything, which stays: as little, or as much, as fits. A user's
//   value is always %*, so that nothing in it is taken for a name.
struct Format {
  std::uint16_t code;
  std::string_view text;
};

constexpr Format kFormats[] = {
    {150,
     "%. table %b with foreign key %* constraint failed. Referenced table %b not found in the data "
     "dictionary%*"},
    {150, "%. table %b with foreign key %* constraint failed. %*"},
    {1005, "Can't create table %b (errno: %*"},
    {1005, "Can't create table '%q' (errno: %*"},
    {1020, "Record has changed since last read in table '%q'"},
    {1022, "Can't write; duplicate key in table '%q'"},
    {1031, "Storage engine %. of the table %b doesn't have this option"},
    {1031, "Table storage engine for '%q' doesn't have this option"},
    {1034, "Incorrect key file for table '%q'; try to repair it"},
    {1036, "Table '%q' is read only"},
    {1044, "Access denied for user %* to database '%s'"},
    {1049, "Unknown database '%s'"},
    {1050, "Table '%q' already exists"},
    {1051, "Unknown table '%l'"},
    {1052, "Column '%c' in %* is ambiguous"},
    {1054, "Unknown column '%c' in '%*'"},
    {1055, "'%c' isn't in GROUP BY"},
    {1055, "Expression #%. contains nonaggregated column '%c' which is not functionally dependent%*"},
    {1062, "Duplicate entry '%*' for key '%k'"},
    {1066, "Not unique table/alias: '%q'"},
    {1091, "Can't DROP %. `%n`; check that it exists"},
    {1091, "Can't DROP '%n'; check that column/key exists"},
    {1093, "You can't specify target table '%q' for update in FROM clause"},
    {1093, "Table '%q' is specified twice, both as a target for '%*"},
    {1099, "Table '%q' was locked with a READ lock%*"},
    {1100, "Table '%q' was not locked with LOCK TABLES"},
    {1109, "Unknown table '%q' in %*"},
    {1114, "The table '%q' is full"},
    {1137, "Can't reopen table: '%q'"},
    {1140, "In aggregated query without GROUP BY, expression #%. contains nonaggregated column '%c'; this%*"},
    {1142, "%. command denied to user %* for table '%q'"},
    {1142, "%. command denied to user %* for table %b"},
    {1143, "%. command denied to user %* for column '%*' in table '%q'"},
    {1146, "Table '%q' doesn't exist"},
    {1176, "Key '%*' doesn't exist in table '%q'"},
    {1194, "Table '%q' is marked as crashed%*"},
    {1195, "Table '%q' is marked as crashed%*"},
    {1215, "Cannot add foreign key constraint for `%q`"},
    {1288, "The target table %q of the %* is not updatable"},
    {1292, "Incorrect %. value: '%*' for column %f at row %*"},
    {1292, "Truncated incorrect %. value: '%*' for column %f at row %*"},
    {1305, "FUNCTION %r does not exist"},
    {1305, "PROCEDURE %r does not exist"},
    {1318, "Incorrect number of arguments for FUNCTION %r; expected %*"},
    {1318, "Incorrect number of arguments for PROCEDURE %r; expected %*"},
    {1347, "'%q' is not %*"},
    {1356, "View '%q' references invalid%*"},
    {1366, "Incorrect %. value: '%*' for column %f at row %*"},
    {1370, "%. command denied to user %* for routine '%r'"},
    {1411, "Incorrect %. value: '%*' for column %f at row %*"},
    {1451, "Cannot delete or update a parent row: a foreign key constraint fails (%d)"},
    {1452, "Cannot add or update a child row: a foreign key constraint fails (%d)"},
    {1471, "The target table %q of the %* is not insertable-into"},
    {1586, "Duplicate entry '%*' for key '%k'"},
    {1690, "%. value is out of range in '%x'"},
    {1701, "Cannot truncate a table referenced in a foreign key constraint (%d)"},
    {1735, "Unknown partition '%*' in table '%q'"},
    {1761,
     "Foreign key constraint for table '%q', record '%*' would lead to a duplicate entry in table '%q', key "
     "'%k'"},
    {1762,
     "Foreign key constraint for table '%q', record '%*' would lead to a duplicate entry in a child table"},
    {1814, "Tablespace has been discarded for table '%q'"},
    {1822,
     "Failed to add the foreign key constraint. Missing index for constraint '%n' in the referenced table "
     "'%q'"},
    {1824, "Failed to open the referenced table '%q'"},
    {1826, "Duplicate %. constraint name '%n'"},
    {1828, "Cannot drop column '%*': needed in a foreign key constraint '%n'"},
    {1829, "Cannot drop column '%*': needed in a foreign key constraint '%n' of table '%q'"},
    {1829, "Cannot drop column '%*': needed in a foreign key constraint '%n' of table %b"},
    {1830, "Column '%*' cannot be NOT NULL: needed in a foreign key constraint '%n' SET NULL"},
    {1832, "Cannot change column '%*': used in a foreign key constraint '%n'"},
    {1833, "Cannot change column '%*': used in a foreign key constraint '%n' of table '%q'"},
    {1834, "Cannot delete rows from table which is parent in a foreign key constraint '%n' of table '%q'"},
    {1932, "Table '%q' doesn't exist in engine"},
    {1965, "'%q' is a view"},
    {3065, "Expression #%. references column '%c' which is not in SELECT list; this%*"},
    {3730, "Cannot drop table '%q' referenced by a foreign key constraint '%n' on table '%q'."},
    {3780, "Referencing column '%*' in foreign key constraint '%n' are incompatible."},
    {3819, "Check constraint '%n' is violated."},
    {3821, "Check constraint '%n' is not found in the table."},
    {3822, "Duplicate check constraint name '%n'."},
    {3940, "Constraint '%n' does not exist."},
    {4025, "CONSTRAINT `%n` failed for %b"},
    {4092, "Unknown VIEW: '%l'"},
};

struct Capture {
  char kind;
  std::string_view text;
};

bool is_greedy(char kind) {
  return kind == '*' || kind == 'd' || kind == 'x';
}

// Fills `captures` in order; the literal text is found again between them.
bool match(std::string_view format, std::string_view message, std::vector<Capture>& captures) {
  std::size_t literal = std::min(format.find('%'), format.size());
  if (message.substr(0, literal) != format.substr(0, literal)) return false;
  format.remove_prefix(literal);
  message.remove_prefix(literal);
  if (format.empty()) return message.empty();

  char kind = format[1];
  format.remove_prefix(2);
  std::string_view until = format.substr(0, format.find('%'));
  auto tries = [&](std::size_t size) {
    std::size_t before = captures.size();
    captures.push_back({kind, message.substr(0, size)});
    if (match(format, message.substr(size), captures)) return true;
    captures.resize(before);
    return false;
  };
  if (format.empty()) return tries(message.size());
  if (is_greedy(kind)) {
    for (std::size_t at = message.rfind(until); at != std::string_view::npos;
         at = message.rfind(until, at - 1)) {
      if (tries(at)) return true;
      if (at == 0) return false;
    }
    return false;
  }
  for (std::size_t at = message.find(until); at != std::string_view::npos; at = message.find(until, at + 1)) {
    if (tries(at)) return true;
  }
  return false;
}

// Actual tables of one logical table are one name.
std::string rename_list(std::string_view list, const plan::Naming& naming) {
  std::vector<std::string> names;
  for (;;) {
    const std::size_t comma = list.find(',');
    std::string name = rename_qualified_table(list.substr(0, comma), naming);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
  std::string renamed;
  for (const std::string& name : names) renamed += (renamed.empty() ? "" : ",") + name;
  return renamed;
}

std::string rename_capture(const Capture& capture, const plan::Naming& naming) {
  switch (capture.kind) {
    case 's':
      return rename_schema(capture.text, naming);
    case 'q':
      return rename_qualified_table(capture.text, naming);
    case 'l':
      return rename_list(capture.text, naming);
    case 'c':
      return rename_qualified_column(capture.text, naming);
    case 'k':
      return rename_key(capture.text, naming);
    case 'r':
      return rename_routine(capture.text, naming);
    case 'n':
      return rename_constraint(capture.text, naming);
    case 'b':
      return rename_quoted_group(capture.text, false, naming);
    case 'f':
      return rename_quoted_group(capture.text, true, naming);
    case 'd':
      return rename_ddl(capture.text, naming);
    case 'x':
      return rename_expression(capture.text, naming);
    default:
      return std::string(capture.text);
  }
}

}  // namespace

std::string rename_message(std::uint16_t code, std::string_view message, const plan::Naming& naming) {
  std::vector<Capture> captures;
  for (const Format& format : kFormats) {
    captures.clear();
    if (format.code != code || !match(format.text, message, captures)) continue;
    std::string renamed;
    const char* kept = message.data();  // literal text up to the next capture
    for (const Capture& capture : captures) {
      renamed.append(kept, capture.text.data());
      renamed += rename_capture(capture, naming);
      kept = capture.text.data() + capture.text.size();
    }
    renamed.append(kept, message.data() + message.size());
    return renamed;
  }
  return std::string(message);
}

void tell_of_view(Error& error, const plan::Naming& naming, bool mariadb) {
  if (naming.written_view.empty()) return;
  constexpr std::uint16_t kNoDefault = 1364;
  constexpr std::uint16_t kCheck = 3819;
  constexpr std::uint16_t kConstraint = 4025;
  const bool is_check = (error.code == kCheck || error.code == kConstraint) &&
                        error.message.find(plan::kViewCheck) != std::string::npos;
  if (error.code == kNoDefault) {
    error =
        Error(1423, "HY000",
              "Field of view '" + naming.written_view + "' underlying table doesn't have a default value");
  } else if (is_check && mariadb) {
    const std::size_t dot = naming.written_view.find('.');
    error = Error(1369, "44000",
                  "CHECK OPTION failed `" + naming.written_view.substr(0, dot) + "`.`" +
                      naming.written_view.substr(dot + 1) + "`");
  } else if (is_check) {
    error = Error(1369, "HY000", "CHECK OPTION failed '" + naming.written_view + "'");
  }
}

}  // namespace mallshard::exec
