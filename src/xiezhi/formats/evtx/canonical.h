#pragma once

#include "xiezhi/formats/evtx/binxml.h"
#include "xiezhi/formats/evtx/writer.h"

namespace xiezhi::evtx {

/// Handler that writes what it hears: one byte for the kind, then the fields, texts with a count.
class CanonicalWriter {
public:
    explicit CanonicalWriter(Writer& out) : out_(out) {}

    bool open(std::uint16_t dependency, const NameRef& name) {
        out_.reserve(8);
        out_.put('o');
        number(dependency);
        return put('n', name.text);
    }
    bool attribute(const NameRef& name) { return put('a', name.text); }
    bool text(const TextRef& text) { return put('t', text.text); }
    bool cdata(const TextRef& text) { return put('c', text.text); }
    bool target(const NameRef& name) { return put('p', name.text); }
    bool instruction(Bytes text) { return put('i', text); }
    bool slot(std::uint16_t index, ValueType type, bool optional) {
        out_.reserve(8);
        out_.put(optional ? 'O' : 'S');
        number(index);
        out_.put(static_cast<char>(type));
        return true;
    }
    bool close() { return mark('x'); }
    bool content() { return mark('>'); }
    /// A definition holds no instances: one that did could hold itself.
    static bool instance(Cursor& /*in*/) { return false; }

private:
    bool mark(char kind) {
        out_.reserve(1);
        out_.put(kind);
        return true;
    }
    bool put(char kind, Bytes text) {
        out_.reserve(text.size() + 8);
        out_.put(kind);
        number(static_cast<std::uint16_t>(text.size() / 2));
        out_.put(as_text(text));
        return !out_.overflow();
    }
    void number(std::uint16_t value) {
        out_.put(static_cast<char>(value & 0xffU));
        out_.put(static_cast<char>(value >> 8U));
    }

    Writer& out_;
};

}  // namespace xiezhi::evtx
