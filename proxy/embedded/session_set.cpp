// SET: system variables, user variables, NAMES.
#include "base/bytes.h"
#include "embedded/session.h"

namespace mallshard::embedded {

using sqlparse::SetItemKind;

Result<Session::Outcome> Session::set(const sqlparse::SetStatement& statement, Job& job) {
  const bool was_autocommit = variables_.autocommit();
  for (const sqlparse::SetItem* item : statement.items) {
    if (item->component.present()) return not_supported_here("variables of components");
    Result<void> done;
    switch (item->item_kind) {
      case SetItemKind::Names:
        done = variables_.set_names(item->charset.present() ? item->charset.text : "",
                                    item->collation.present() ? item->collation.text : "");
        break;
      case SetItemKind::CharacterSet:
        done = variables_.set_character_set(item->charset.present() ? item->charset.text : "");
        break;
      case SetItemKind::UserVariable: {
        Result<Value> value = evaluate(*item->value, job);
        if (!value) return value.error();
        user_variables_[to_lower(item->name.text)] = std::move(*value);
        break;
      }
      case SetItemKind::SystemVariable: {
        if (sqlparse::is<sqlparse::DefaultValue>(item->value)) {
          done = variables_.set_default(item->scope, item->name.text);
          break;
        }
        Value value;
        const auto* word = sqlparse::as<sqlparse::KeywordValue>(item->value);
        const auto* column = sqlparse::as<sqlparse::ColumnRef>(item->value);
        if (word != nullptr) {
          value = Value::of_text(std::string(word->word.text));
        } else if (column != nullptr && !column->table.present()) {
          value = Value::of_text(std::string(column->column.text));  // SET character_set_client = utf8mb4
        } else {
          Result<Value> computed = evaluate(*item->value, job);
          if (!computed) return computed.error();
          value = std::move(*computed);
        }
        done = variables_.set(item->scope, item->name.text, value);
        if (done && equals_ignore_case(item->name.text, "last_insert_id")) {
          last_insert_id_ = value.as_unsigned();
        }
        break;
      }
      case SetItemKind::Password:
      case SetItemKind::Role:
      case SetItemKind::DefaultRole:
        return not_supported_here("accounts");
    }
    if (!done) return done.error();
  }
  // autocommit=1 commits what is open.
  if (!was_autocommit && variables_.autocommit()) {
    if (Result<void> done = commit(); !done) return done.error();
  }
  return Outcome();
}

}  // namespace mallshard::embedded
