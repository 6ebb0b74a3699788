#include "control/config/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <optional>
#include <sstream>
#include <unordered_map>

namespace mallshard::control {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{16} << 20;
constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxAliases = 1000;
constexpr std::size_t kMaxNodes = 500000;

// Thrown by the handler, caught in parse_yaml: yaml-cpp stops no other way.
struct Stop {
  YamlProblem problem;
};

class TreeBuilder final : public YAML::EventHandler {
 public:
  explicit TreeBuilder(std::vector<YamlProblem>& problems) : problems_(problems) {}

  YamlNode take_root() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    begin(YamlNode::Kind::Null, mark, {}, anchor);
    close();
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    begin(YamlNode::Kind::Scalar, mark, tag, anchor).text = value;
    close();
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (++aliases_ > kMaxAliases) stop(mark, "more than 1000 aliases");
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end()) stop(mark, "an alias of something that contains it");
    YamlNode copy = known->second;
    copy.line = line_of(mark);
    add_nodes(mark, copy.count());
    place(std::move(copy), mark);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    begin(YamlNode::Kind::Sequence, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    begin(YamlNode::Kind::Map, mark, tag, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    YamlNode node;
    YAML::anchor_t anchor;
    YAML::Mark mark;
    std::optional<YamlNode::Member> key;  // Map: a key waits for its value
    struct Place {
      std::size_t member;
      bool merged;  // by <<: an explicit key replaces it
    };
    std::unordered_map<std::string, Place> keys;  // Map: where each key is
  };

  static int line_of(const YAML::Mark& mark) { return mark.line + 1; }
  [[noreturn]] static void stop(const YAML::Mark& mark, std::string what) {
    throw Stop{{line_of(mark), std::move(what)}};
  }

  void add_nodes(const YAML::Mark& mark, std::size_t count) {
    nodes_ += count;
    if (nodes_ > kMaxNodes) stop(mark, "more than 500000 values");
  }

  YamlNode& begin(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
                  YAML::anchor_t anchor) {
    if (open_.size() >= kMaxDepth) stop(mark, "nested more than 64 levels deep");
    add_nodes(mark, 1);
    Open open;
    open.node.kind = kind;
    open.node.line = line_of(mark);
    // yaml-cpp says "?" for no tag and "!" for a quoted scalar.
    if (tag != "?" && tag != "!" && !tag.starts_with("tag:yaml.org,2002:str")) open.node.tag = tag;
    open.anchor = anchor;
    open.mark = mark;
    open_.push_back(std::move(open));
    return open_.back().node;
  }

  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    if (done.anchor != 0) anchors_[done.anchor] = done.node;
    place(std::move(done.node), done.mark);
  }

  void place(YamlNode node, const YAML::Mark& mark) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == YamlNode::Kind::Sequence) {
      parent.node.items.push_back(std::move(node));
      return;
    }
    if (parent.key) {
      add_member(parent, std::move(node));
      return;
    }
    if (node.kind != YamlNode::Kind::Scalar && node.kind != YamlNode::Kind::Null)
      stop(mark, "a key must be a plain word");
    parent.key =
        YamlNode::Member{node.kind == YamlNode::Kind::Null ? "" : std::move(node.text), node.line, {}};
  }

  void add_member(Open& parent, YamlNode value) {
    YamlNode::Member member = std::move(*parent.key);
    parent.key.reset();
    if (member.key == "<<") return merge(parent, value);
    const auto [known, added] =
        parent.keys.try_emplace(member.key, Open::Place{parent.node.members.size(), false});
    member.value.push_back(std::move(value));
    if (added) {
      parent.node.members.push_back(std::move(member));
      return;
    }
    YamlNode::Member& other = parent.node.members[known->second.member];
    if (known->second.merged) {
      known->second.merged = false;
      other = std::move(member);
      return;
    }
    problems_.push_back({member.line, "the key '" + member.key + "' was already given in line " +
                                          std::to_string(other.line)});
  }

  // `<<: *defaults`: explicit keys of this map win.
  void merge(Open& into, const YamlNode& from) {
    if (from.kind == YamlNode::Kind::Sequence) {
      for (const YamlNode& item : from.items) merge(into, item);
      return;
    }
    if (from.kind != YamlNode::Kind::Map) {
      problems_.push_back({from.line, "<< needs a map"});
      return;
    }
    for (const YamlNode::Member& member : from.members) {
      if (into.keys.try_emplace(member.key, Open::Place{into.node.members.size(), true}).second) {
        into.node.members.push_back(member);
      }
    }
  }

  std::vector<YamlProblem>& problems_;
  YamlNode root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, YamlNode> anchors_;
  std::size_t aliases_ = 0;
  std::size_t nodes_ = 0;
};

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  for (const Member& member : members) {
    if (member.key == key) return &member.value.front();
  }
  return nullptr;
}

std::size_t YamlNode::count() const {
  std::size_t out = 1;
  for (const YamlNode& item : items) out += item.count();
  for (const Member& member : members) out += member.value.front().count();
  return out;
}

YamlFile parse_yaml(std::string_view text) {
  YamlFile file;
  if (text.size() > kMaxBytes) {
    file.problems.push_back({0, "the file is larger than 16 MiB"});
    return file;
  }
  TreeBuilder builder(file.problems);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    (void)parser.HandleNextDocument(builder);
    file.root = builder.take_root();
    TreeBuilder second(file.problems);
    if (parser.HandleNextDocument(second))
      file.problems.push_back({0, "more than one document (---) in the file"});
  } catch (const Stop& stop) {
    file.problems.push_back(stop.problem);
  } catch (const YAML::Exception& e) {
    file.problems.push_back({e.mark.line + 1, "not YAML: " + e.msg});
  }
  return file;
}

}  // namespace mallshard::control
