#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "xiezhi/model/event.h"

namespace xiezhi::ecs {
class Document;
}

namespace xiezhi::testing {

/// A document as its leaves: dotted name -> values. Objects in arrays give their leaves' values to
/// one list, as Elasticsearch sees them; null gives nothing.
using EcsFields = std::map<std::string, std::vector<std::string>>;

[[nodiscard]] EcsFields flatten_ecs(std::string_view json);

/// What somebody else made of a record.
struct EcsCase {
    KeptEvent event;
    EcsFields expected;
    std::string place;  // for messages only
};

/// Every case of `suites/ecs-winlogbeat`: records of EVTX files and their goldens, by record id.
[[nodiscard]] std::vector<EcsCase> winlogbeat_cases(const std::filesystem::path& root);

/// Every case of `suites/ecs-integrations`: documents as the shipper sends them, turned back into
/// the records they came from, and what the pipelines make of them.
[[nodiscard]] std::vector<EcsCase> integration_cases(const std::filesystem::path& root);

/// Fields that rules of rules/elastic/rules.tsv use which event logs can serve.
[[nodiscard]] std::set<std::string> rule_fields(const std::filesystem::path& root);

/// All that a document says of the record it was begun with.
[[nodiscard]] EcsFields all_fields(ecs::Document& document);

}  // namespace xiezhi::testing
