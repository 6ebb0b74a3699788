#include "exec/rename_name.h"

namespace mallshard::exec {

std::string rename_schema(std::string_view name, const plan::Naming& naming) {
  return std::string(naming.logical_schema.empty() ? name : std::string_view(naming.logical_schema));
}

std::string rename_table(std::string_view name, const plan::Naming& naming) {
  for (const plan::Rename& rename : naming.tables) {
    if (rename.actual_table == name) return rename.logical_table;
  }
  return std::string(name);
}

std::string rename_qualified_table(std::string_view name, const plan::Naming& naming) {
  std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return rename_table(name, naming);
  return rename_schema(name.substr(0, dot), naming) + '.' + rename_table(name.substr(dot + 1), naming);
}

std::string rename_qualified_column(std::string_view name, const plan::Naming& naming) {
  std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return std::string(name);
  return rename_qualified_table(name.substr(0, dot), naming) + std::string(name.substr(dot));
}

std::string rename_routine(std::string_view name, const plan::Naming& naming) {
  std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return std::string(name);
  return rename_schema(name.substr(0, dot), naming) + std::string(name.substr(dot));
}

std::string rename_key(std::string_view name, const plan::Naming& naming) {
  std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return std::string(name);
  return rename_table(name.substr(0, dot), naming) + std::string(name.substr(dot));
}

std::string rename_constraint(std::string_view name, const plan::Naming& naming) {
  for (const plan::Rename& rename : naming.tables) {
    if (!name.starts_with(rename.actual_table)) continue;
    std::string_view rest = name.substr(rename.actual_table.size());
    if (rest.starts_with("_ibfk_") || rest.starts_with("_chk_") || rest.starts_with(".")) {
      return rename.logical_table + std::string(rest);
    }
  }
  return std::string(name);
}

}  // namespace mallshard::exec
