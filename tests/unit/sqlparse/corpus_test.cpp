// The corpus of tests/parse: accepted, refused, and printed without loss.
#include <map>

#include "parse_helpers.h"
#include "tests/parse/differences.h"

namespace mallshard::sqlparse {
namespace {

using namespace test;

void expect_round_trip(const std::string& sql, const LexOptions& options) {
  const Parsed parsed(sql, options);
  ASSERT_TRUE(parsed.ok()) << sql << "\n" << parsed.error().message;
  const std::string text = parsed.printed();
  const Parsed again(text, options);
  ASSERT_TRUE(again.ok()) << sql << "\nprinted as " << text << "\n" << again.error().message;
  EXPECT_EQ(dump(*parsed.output().statement, parsed.tokens()),
            dump(*again.output().statement, again.tokens()))
      << sql << "\nprinted as " << text;
  EXPECT_EQ(again.printed(), text);
}

// The versions a statement is checked for: the reference version of a flavour
// and, where its `== ` line has bounds, both sides of each.
std::vector<std::uint32_t> versions_of(const CorpusStatement& statement, Flavour flavour) {
  std::vector<std::uint32_t> versions{reference_version(flavour)};
  if (statement.range(flavour).has_value()) {
    const VersionRange& range = *statement.range(flavour);
    if (range.from != 0) versions.insert(versions.end(), {range.from, range.from - 1});
    if (range.below != UINT32_MAX) versions.insert(versions.end(), {range.below, range.below - 1});
  }
  return versions;
}

constexpr Flavour kFlavours[] = {Flavour::MySQL, Flavour::MariaDB};

std::string described(const CorpusStatement& statement, Flavour flavour, std::uint32_t version) {
  return statement.place() + statement.sql + (flavour == Flavour::MySQL ? "\n  MySQL " : "\n  MariaDB ") +
         std::to_string(version);
}

// Generated files may have made what someone wrote since.
bool is_generated(const CorpusStatement& statement) {
  return statement.file.starts_with("derived_") || statement.file.starts_with("mutated");
}

TEST(Corpus, HasFiveThousandStatementsEachOnce) {
  std::map<std::string, const CorpusStatement*> seen;
  const std::vector<CorpusStatement> all = load_corpus(corpus_folder());
  for (const CorpusStatement& statement : all) {
    const std::string key = statement.sql + "\n" + std::to_string(fingerprint(statement.settings));
    const auto [at, fresh] = seen.emplace(key, &statement);
    EXPECT_TRUE(fresh || is_generated(statement) || is_generated(*at->second))
        << statement.place() << "also at " << at->second->place() << statement.sql;
  }
  EXPECT_GE(seen.size(), 5000U);
}

TEST(Corpus, IsAcceptedWhereTheServerAcceptsIt) {
  const std::map<Difference, std::string> known = known_differences();
  for (const CorpusStatement& statement : load_corpus(corpus_folder())) {
    for (const Flavour flavour : kFlavours) {
      if (!statement.is_asked(flavour)) continue;
      for (const std::uint32_t version : versions_of(statement, flavour)) {
        const Parsed parsed(statement.sql, statement.options(flavour, version));
        const bool agrees = parsed.ok() == statement.accepted_by(flavour, version);
        if (agrees || known.contains({flavour, DifferenceKind::Accept, statement.sql})) continue;
        ADD_FAILURE() << described(statement, flavour, version)
                      << (parsed.ok() ? ": accepted here, refused there"
                                      : ": accepted there; here " + parsed.error().message);
      }
    }
  }
}

TEST(Corpus, RoundTrips) {
  for (const CorpusStatement& statement : load_corpus(corpus_folder())) {
    for (const Flavour flavour : kFlavours) {
      const LexOptions options = statement.options(flavour, reference_version(flavour));
      if (accepts(statement.sql, options)) expect_round_trip(statement.sql, options);
    }
  }
}

TEST(Corpus, HasItsParametersInTheFacts) {
  for (const CorpusStatement& statement : load_corpus(corpus_folder())) {
    for (const Flavour flavour : kFlavours) {
      const Parsed parsed(statement.sql, statement.options(flavour, reference_version(flavour)));
      if (!parsed.ok()) continue;
      const StatementFacts facts = statement_facts(parsed.output());
      EXPECT_EQ(facts.parameters.size(), parsed.output().parameter_count)
          << described(statement, flavour, reference_version(flavour));
    }
  }
}

TEST(Corpus, KeepsSpansInsideTheirParents) {
  for (const std::string& sql : common_corpus()) {
    const Parsed parsed(sql, mysql(90700));
    if (!parsed.ok()) continue;  // accepting it is another test's matter
    const auto check = [&](const Node& node, const auto& self) -> void {
      EXPECT_LE(node.first_token, node.last_token) << sql;
      EXPECT_LT(node.last_token, parsed.tokens().tokens.size()) << sql;
      for_each_child(node, [&](const Node& child) {
        EXPECT_GE(child.first_token, node.first_token) << sql << " in " << parsed.text(&node);
        EXPECT_LE(child.last_token, node.last_token) << sql << " in " << parsed.text(&node);
        self(child, self);
      });
    };
    check(*parsed.output().statement, check);
  }
}

TEST(Corpus, GivesOneKeyToTextsThatDifferInLiteralsOnly) {
  // Each literal of a corpus statement is made longer; where the key replaces
  // literals, the token indexes must still be the same.
  for (const std::string& sql : common_corpus()) {
    const PlanKey key = key_of(sql);
    TokenBuffer tokens;
    lex(sql, mysql(), tokens);
    std::string changed;
    std::uint32_t copied = 0;
    for (const std::uint32_t index : key.literals) {
      const Token& token = tokens.tokens()[index];
      if (token.kind != TokenKind::Integer) continue;
      changed += sql.substr(copied, token.end - copied) + "7";
      copied = token.end;
    }
    changed += sql.substr(copied);
    const PlanKey other = key_of(changed);
    EXPECT_EQ(other.text, key.text) << changed;
    EXPECT_EQ(other.hash, key.hash) << changed;
    EXPECT_EQ(other.literals, key.literals) << changed;
  }
}

}  // namespace
}  // namespace mallshard::sqlparse
