using System.Collections.Concurrent;
using NetApi.Domain.Topology;

namespace NetApi.Adapters.Netlink.Protocol;

/// <summary>Turns bits into words. Each combination makes its list once, as few of them occur.</summary>
/// <param name="words">Bits and their words, in the order of the lists.</param>
internal sealed class FlagWords(params (uint Bit, string Word)[] words)
{
    private readonly ConcurrentDictionary<uint, ValueList<string>> _lists = [];
    private readonly uint _known = words.Aggregate(0u, (bits, word) => bits | word.Bit);

    /// <summary>The words of the bits that are set; bits without a word are passed over.</summary>
    public ValueList<string> Of(uint bits) =>
        (bits & _known) is var known and not 0 ? _lists.GetOrAdd(known, b => [.. words.Where(w => (b & w.Bit) != 0).Select(w => w.Word)]) : [];
}
