#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "tests/output/finding_case.h"
#include "tests/support/corpus.h"
#include "xiezhi/base/text.h"
#include "xiezhi/output/width.h"
#include "xiezhi/output/writer.h"

// Every tests/output/golden/<case>.json is written in every format; the files beside it hold what
// must come out. XIEZHI_UPDATE=1 writes them anew: read the diff.

namespace xiezhi::output {
namespace {

using testing::FindingCase;

struct Variant {
    const char* suffix;
    Format format;
    Lang lang;
    bool colour;
};

constexpr Variant kVariants[] = {
    {".en.txt", Format::Terminal, Lang::En, false},
    {".zh.txt", Format::Terminal, Lang::Zh, false},
    {".colour.txt", Format::Terminal, Lang::En, true},
    {".ndjson", Format::Ndjson, Lang::Zh, false},
    {".array.json", Format::Json, Lang::En, false},
    {".csv", Format::Csv, Lang::Zh, false},
    {".timeline.csv", Format::Timeline, Lang::En, false},
    {".en.md", Format::Markdown, Lang::En, false},
    {".zh.md", Format::Markdown, Lang::Zh, false},
};

std::filesystem::path golden_folder() {
    return std::filesystem::path(XIEZHI_SOURCE_DIR) / "tests" / "output" / "golden";
}

std::vector<std::filesystem::path> cases() {
    std::vector<std::filesystem::path> found;
    for (const auto& path : testing::files_below(golden_folder(), ".json")) {
        if (!path.stem().has_extension()) found.push_back(path);  // not x.array.json
    }
    return found;
}

std::string written(const FindingCase& input, const Variant& variant) {
    std::string out;
    WriterOptions options;
    options.lang = variant.lang;
    options.colour = variant.colour;
    if (variant.lang == Lang::Zh) options.zone = [](FileTime) { return 8 * 60; };
    const auto writer = make_writer(variant.format, options, [&](std::string_view text) {
        out += text;
        return true;
    });
    EXPECT_TRUE(writer->begin());
    for (const hunt::Finding& finding : input.findings) EXPECT_TRUE(writer->finding(finding));
    EXPECT_TRUE(writer->end(input.summary));
    return out;
}

class Golden : public ::testing::TestWithParam<std::filesystem::path> {};

TEST_P(Golden, EveryFormatIsWrittenAsBefore) {
    const FindingCase input = testing::read_finding_case(GetParam());
    const bool update = std::getenv("XIEZHI_UPDATE") != nullptr;
    for (const Variant& variant : kVariants) {
        std::filesystem::path file = GetParam();
        file.replace_extension(variant.suffix);
        const std::string text = written(input, variant);
        if (update) std::ofstream(file, std::ios::binary) << text;
        EXPECT_EQ(testing::read_file(file), text) << file;
    }
}

TEST_P(Golden, NothingActsOnATerminalAndNoLineIsTooLong) {
    const FindingCase input = testing::read_finding_case(GetParam());
    for (const Lang lang : {Lang::En, Lang::Zh}) {
        const std::string text = written(input, {"", Format::Terminal, lang, false});
        std::size_t start = 0;
        for (std::size_t end = text.find('\n'); end != std::string::npos;
             end = text.find('\n', start)) {
            const std::string line = text.substr(start, end - start);
            EXPECT_LE(display_width(line), 80U) << line;
            for (std::size_t at = 0; at < line.size();) {
                const char32_t c = next_code_point(line, at);
                EXPECT_TRUE(c >= 0x20 && (c < 0x7f || c > 0x9f)) << line;
            }
            start = end + 1;
        }
    }
}

TEST_P(Golden, AClosedPipeStopsEveryWriter) {
    const FindingCase input = testing::read_finding_case(GetParam());
    for (const Variant& variant : kVariants) {
        if (written(input, variant).empty()) continue;
        const auto writer = make_writer(variant.format, {}, [](std::string_view) { return false; });
        bool more = writer->begin();
        for (const hunt::Finding& finding : input.findings) more = more && writer->finding(finding);
        EXPECT_FALSE(more && writer->end(input.summary)) << variant.suffix;
    }
}

INSTANTIATE_TEST_SUITE_P(Cases, Golden, ::testing::ValuesIn(cases()), [](const auto& golden) {
    std::string name = golden.param.stem().string();
    for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    return name;
});

}  // namespace
}  // namespace xiezhi::output
