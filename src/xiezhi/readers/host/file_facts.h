#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "xiezhi/model/note.h"
#include "xiezhi/model/state.h"
#include "xiezhi/readers/program.h"
#include "xiezhi/readers/volume.h"

namespace xiezhi::readers {

/// What the files of the evidence say of themselves: size and hashes, and of programs their version
/// and who signed them. Every file is read at most once, and only when a document leads to it; the
/// signing roots and the catalogs of the evidence only when a signature is met. One thread.
class FileFacts {
public:
    static constexpr std::uint64_t kFileSizeMax = std::uint64_t{128} << 20U;  // beyond: size alone
    static constexpr std::uint64_t kBytesMax = std::uint64_t{1} << 30U;       // read of one host
    static constexpr std::uint64_t kCatalogBytesMax = std::uint64_t{256} << 20U;

    /// Both must outlive it.
    FileFacts(const Volume& volume, const NoteSink& notes);

    /// Adds the facts of the file that file.path names, when it is in the evidence. A document with
    /// a recorded hash that is not the file's gets nothing: the file was replaced since.
    void add_to(State& state);
    /// The same of a file whose place is known. Facts about programs that only the dataset `file`
    /// has are added to its documents.
    void add_to(State& state, std::size_t artefact);

    /// Whether the catalogs of Windows are in the evidence, so that a program without a signature
    /// is known to have none.
    [[nodiscard]] bool knows_all_signatures();

    /// Files that documents led to, in the order of the collection.
    [[nodiscard]] const std::set<std::size_t>& led_to() const noexcept { return led_to_; }
    /// Files that were too big, or came when the bound was reached.
    [[nodiscard]] std::uint64_t not_read() const noexcept { return not_read_; }

private:
    using Facts = std::vector<std::pair<StateField, std::string>>;

    const Facts& facts_of(std::size_t artefact);
    void read(std::size_t artefact, Facts& facts);
    void add_program(const Program& program, Facts& facts);
    void load_catalogs();

    const Volume& volume_;
    const NoteSink& notes_;
    std::map<std::size_t, Facts> known_;
    std::set<std::size_t> led_to_;
    std::uint64_t bytes_read_ = 0;
    std::uint64_t not_read_ = 0;
    CatalogIndex catalogs_;
    bool catalogs_loaded_ = false;
    bool catalogs_whole_ = false;  // those of Windows itself are there, so that absence counts
};

/// What a verdict is called in documents (file.code_signature.status). `catalogs_whole`: a program
/// without a signature, found in no catalog, has none.
[[nodiscard]] std::string_view signature_status_name(authenticode::Verdict verdict,
                                                     bool catalogs_whole) noexcept;

}  // namespace xiezhi::readers
