#include "plan/rewrite.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace mallshard::plan {
namespace {

// Order of the text: what is inserted after a token comes behind what replaces it.
std::uint64_t position(const Splice& splice) {
  return std::uint64_t{splice.first} * 2 + (splice.insert ? 1 : 0);
}

bool is_plain_word(std::string_view name) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || static_cast<unsigned char>(c) >= 0x80;
  });
}

class Writer {
 public:
  Writer(const Rewrite& rewrite, const WriteContext& context, std::string& out,
         std::vector<Parameter>* parameters)
      : splices_(rewrite.splices()),
        context_(context),
        tokens_(context.execution->tokens->tokens()),
        sql_(context.execution->sql),
        out_(out),
        parameters_(parameters) {}

  void write(std::uint32_t first, std::uint32_t last, std::uint32_t from, std::uint32_t to,
             bool is_copy = false) {
    // Byte positions: `from` is where to begin, `to` where to stop.
    auto splice = std::lower_bound(splices_.begin(), splices_.end(), std::uint64_t{first} * 2,
                                   [](const Splice& s, std::uint64_t at) { return position(s) < at; });
    std::uint32_t cursor = from;
    std::uint32_t token = first;
    for (; splice != splices_.end() && splice->first <= last; ++splice) {
      if (!splice->insert && splice->last > last) break;
      if (splice->insert && splice->first == last && is_copy) break;  // stands behind what is copied
      const std::uint32_t begin = splice->insert ? tokens_[splice->first].end : tokens_[splice->first].begin;
      copy_bytes(cursor, begin);
      copy_parameters(token, splice->insert ? splice->first + 1 : splice->first);
      emit(*splice);
      cursor = std::max(cursor, splice->insert ? begin : tokens_[splice->last].end);
      token = std::max(token, (splice->insert ? splice->first : splice->last) + 1);
    }
    copy_bytes(cursor, to);
    copy_parameters(token, last + 1);
  }

 private:
  void copy_bytes(std::uint32_t from, std::uint32_t to) {
    if (to > from) out_.append(sql_.substr(from, to - from));
  }

  // The client's `?` among tokens from..to-1.
  void copy_parameters(std::uint32_t from, std::uint32_t to) {
    if (parameters_ == nullptr || from >= to) return;
    const auto all = context_.parameter_tokens;
    for (auto it = std::lower_bound(all.begin(), all.end(), from); it != all.end() && *it < to; ++it) {
      Parameter& parameter = parameters_->emplace_back();
      parameter.client_index = static_cast<std::uint16_t>(it - all.begin());
    }
  }

  void emit(const Splice& splice) {
    switch (splice.kind) {
      case Splice::Kind::Text:
        out_ += splice.text;
        break;
      case Splice::Kind::ActualTable: {
        const ActualName& name = context_.names[splice.index];
        append_name(name.table->nodes[context_.nodes[name.route_class]].table, name.quote, out_);
        out_ += splice.text;
        break;
      }
      case Splice::Kind::Session:
        append_session_value(static_cast<SessionValue>(splice.index), splice.is_select_item,
                             *context_.execution->session, out_);
        break;
      case Splice::Kind::Copy:
        out_ += splice.text;
        if (splice.copy_by != nullptr) {
          write_tokens(*splice.copy_by, context_, splice.copy_first, splice.copy_last, out_, parameters_);
        } else {
          write(splice.copy_first, splice.copy_last, tokens_[splice.copy_first].begin,
                tokens_[splice.copy_last].end, true);
        }
        out_ += splice.text_after;
        break;
      case Splice::Kind::Name: {
        const std::uint32_t begin = tokens_[splice.copy_first].begin;
        out_ += " AS ";
        append_name(sql_.substr(begin, tokens_[splice.copy_last].end - begin), '`', out_);
        break;
      }
      case Splice::Kind::LimitOffset:
        if (context_.limit_rows != 0) {
          out_ += '0';
        } else {
          copy_bytes(tokens_[splice.copy_first].begin, tokens_[splice.copy_last].end);
          copy_parameters(splice.copy_first, splice.copy_last + 1);
        }
        break;
      case Splice::Kind::LimitRows:
        emit_limit();
        break;
    }
  }

  void emit_limit() {
    if (context_.limit_is_parameter && parameters_ != nullptr) {
      out_ += '?';
      parameters_->emplace_back().value = Value::of_unsigned(context_.limit_rows);
      return;
    }
    out_ += std::to_string(context_.limit_rows);
  }

  std::span<const Splice> splices_;
  const WriteContext& context_;
  std::span<const sqlparse::Token> tokens_;
  std::string_view sql_;
  std::string& out_;
  std::vector<Parameter>* parameters_;
};

}  // namespace

void Rewrite::replace(std::uint32_t first, std::uint32_t last, std::string text) {
  Splice splice;
  splice.first = first;
  splice.last = last;
  splice.text = std::move(text);
  splices_.push_back(std::move(splice));
}

void Rewrite::cut(std::uint32_t first, std::uint32_t last) {
  std::erase_if(splices_, [&](const Splice& splice) { return splice.first >= first && splice.last <= last; });
  remove(first, last);
}

void Rewrite::insert_after(std::uint32_t token, std::string text) {
  Splice splice;
  splice.first = splice.last = token;
  splice.insert = true;
  splice.text = std::move(text);
  splices_.push_back(std::move(splice));
}

void Rewrite::insert_copy_after(std::uint32_t token, std::string before, std::uint32_t first,
                                std::uint32_t last, std::string after, std::shared_ptr<const Rewrite> by) {
  Splice splice;
  splice.first = splice.last = token;
  splice.insert = true;
  splice.kind = Splice::Kind::Copy;
  splice.copy_first = first;
  splice.copy_last = last;
  splice.text = std::move(before);
  splice.text_after = std::move(after);
  splice.copy_by = std::move(by);
  splices_.push_back(std::move(splice));
}

void Rewrite::name_after(std::uint32_t token, std::uint32_t first, std::uint32_t last) {
  Splice splice;
  splice.first = splice.last = token;
  splice.insert = true;
  splice.kind = Splice::Kind::Name;
  splice.copy_first = first;
  splice.copy_last = last;
  splices_.push_back(std::move(splice));
}

void Rewrite::replace_by_table(std::uint32_t first, std::uint32_t last, std::uint32_t name,
                               std::string after) {
  Splice splice;
  splice.first = first;
  splice.last = last;
  splice.kind = Splice::Kind::ActualTable;
  splice.index = name;
  splice.text = std::move(after);
  splices_.push_back(std::move(splice));
}

void Rewrite::replace_by_session(std::uint32_t first, std::uint32_t last, SessionValue value,
                                 bool is_select_item) {
  Splice splice;
  splice.first = first;
  splice.last = last;
  splice.kind = Splice::Kind::Session;
  splice.index = static_cast<std::uint32_t>(value);
  splice.is_select_item = is_select_item;
  splices_.push_back(std::move(splice));
}

void Rewrite::replace_by_limit(std::uint32_t first, std::uint32_t last) {
  Splice splice;
  splice.first = first;
  splice.last = last;
  splice.kind = Splice::Kind::LimitRows;
  splices_.push_back(std::move(splice));
}

void Rewrite::replace_by_limit_offset(std::uint32_t first, std::uint32_t last) {
  Splice splice;
  splice.first = splice.copy_first = first;
  splice.last = splice.copy_last = last;
  splice.kind = Splice::Kind::LimitOffset;
  splices_.push_back(std::move(splice));
}

void Rewrite::sort() {
  std::stable_sort(splices_.begin(), splices_.end(),
                   [](const Splice& a, const Splice& b) { return position(a) < position(b); });
}

bool Rewrite::touches(std::uint32_t first, std::uint32_t last) const {
  return std::any_of(splices_.begin(), splices_.end(), [&](const Splice& s) {
    return s.first >= first && s.last <= last && !(s.insert && s.first == last);
  });
}

void write_tokens(const Rewrite& rewrite, const WriteContext& context, std::uint32_t first,
                  std::uint32_t last, std::string& out, std::vector<Parameter>* parameters) {
  const auto tokens = context.execution->tokens->tokens();
  Writer(rewrite, context, out, parameters).write(first, last, tokens[first].begin, tokens[last].end);
}

void write_statement(const Rewrite& rewrite, const WriteContext& context, std::string& out,
                     std::vector<Parameter>* parameters) {
  const auto tokens = context.execution->tokens->tokens();
  const auto last = static_cast<std::uint32_t>(tokens.size() - 1);
  Writer(rewrite, context, out, parameters)
      .write(0, last, 0, static_cast<std::uint32_t>(context.execution->sql.size()));
}

char quote_of(std::string_view spelling) {
  if (spelling.empty()) return 0;
  return spelling[0] == '`' || spelling[0] == '"' ? spelling[0] : '\0';
}

void append_name(std::string_view name, char quote, std::string& out) {
  if (quote == 0 && !is_plain_word(name)) quote = '`';
  if (quote == 0) {
    out += name;
    return;
  }
  out += quote;
  for (const char c : name) {
    out += c;
    if (c == quote) out += c;
  }
  out += quote;
}

std::string quoted(std::string_view name, char quote) {
  std::string out;
  append_name(name, quote, out);
  return out;
}

}  // namespace mallshard::plan
