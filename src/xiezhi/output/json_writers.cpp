#include <utility>

#include "xiezhi/output/document.h"
#include "xiezhi/output/writers.h"

namespace xiezhi::output {
namespace {

/// Findings to documents; one a thread.
class Documents {
public:
    std::string operator()(const hunt::Finding& finding) {
        json_.clear();
        document_.write(json_, finding);
        return std::string(json_.text());
    }

    static std::function<hunt::DocumentMaker()> makers() {
        return [] { return hunt::DocumentMaker(Documents()); };
    }

private:
    JsonText json_;
    DocumentWriter document_;
};

/// One document a line.
class NdjsonWriter final : public FindingWriter {
public:
    explicit NdjsonWriter(TextSink sink) : sink_(std::move(sink)) {}

    [[nodiscard]] std::function<hunt::DocumentMaker()> documents() const override {
        return Documents::makers();
    }
    bool begin() override { return true; }
    bool finding(const hunt::Finding& finding) override {
        if (!finding.document.empty()) return write(finding.document);
        return write(document_(finding));
    }
    bool end(const hunt::HuntSummary& /*summary*/) override { return true; }

private:
    bool write(std::string_view document) { return sink_(document) && sink_("\n"); }

    TextSink sink_;
    Documents document_;
};

/// One array, one document a line in it.
class JsonArrayWriter final : public FindingWriter {
public:
    explicit JsonArrayWriter(TextSink sink) : sink_(std::move(sink)) {}

    [[nodiscard]] std::function<hunt::DocumentMaker()> documents() const override {
        return Documents::makers();
    }
    bool begin() override { return sink_("["); }
    bool finding(const hunt::Finding& finding) override {
        if (!finding.document.empty()) return write(finding.document);
        return write(document_(finding));
    }
    bool end(const hunt::HuntSummary& /*summary*/) override {
        return sink_(first_ ? "]\n" : "\n]\n");
    }

private:
    bool write(std::string_view document) {
        return sink_(std::exchange(first_, false) ? "\n" : ",\n") && sink_(document);
    }

    TextSink sink_;
    Documents document_;
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
