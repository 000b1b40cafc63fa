#include <utility>

#include "xiezhi/output/document.h"
#include "xiezhi/output/writers.h"

namespace xiezhi::output {
namespace {

/// One document a line.
class NdjsonWriter final : public FindingWriter {
public:
    explicit NdjsonWriter(TextSink sink) : sink_(std::move(sink)) {}

    bool begin() override { return true; }
    bool finding(const hunt::Finding& finding) override {
        json_.clear();
        document_.write(json_, finding);
        return sink_(json_.text()) && sink_("\n");
    }
    bool end(const hunt::HuntSummary& /*summary*/) override { return true; }

private:
    TextSink sink_;
    JsonText json_;
    DocumentWriter document_;
};

/// One array, one document a line in it.
class JsonArrayWriter final : public FindingWriter {
public:
    explicit JsonArrayWriter(TextSink sink) : sink_(std::move(sink)) {}

    bool begin() override { return sink_("["); }
    bool finding(const hunt::Finding& finding) override {
        json_.clear();
        document_.write(json_, finding);
        return sink_(std::exchange(first_, false) ? "\n" : ",\n") && sink_(json_.text());
    }
    bool end(const hunt::HuntSummary& /*summary*/) override {
        return sink_(first_ ? "]\n" : "\n]\n");
    }

private:
    TextSink sink_;
    JsonText json_;
    DocumentWriter document_;
    bool first_ = true;
};

}  // namespace

std::unique_ptr<FindingWriter> make_ndjson_writer(TextSink sink) {
    return std::make_unique<NdjsonWriter>(std::move(sink));
}

std::unique_ptr<FindingWriter> make_json_writer(TextSink sink) {
    return std::make_unique<JsonArrayWriter>(std::move(sink));
}

}  // namespace xiezhi::output
