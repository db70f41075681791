using System.Net;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Diff;

/// <summary>A listening socket.</summary>
/// <param name="Namespace">Name of its namespace.</param>
/// <param name="Protocol">Transport.</param>
/// <param name="Address">Bound address; <c>0.0.0.0</c> or <c>::</c> for all.</param>
/// <param name="Port">Port, 1 to 65535.</param>
/// <param name="IsV6Only">Takes no IPv4; null for an IPv4 socket.</param>
/// <param name="Link">Name of the link it is bound to; null for any.</param>
/// <param name="Process">Name of a process that holds it; null where none was found.</param>
public sealed record SocketView(
    string Namespace, TransportProtocol Protocol, IPAddress Address, int Port, bool? IsV6Only, string? Link, string? Process) : IPlacedView;

/// <summary>Listening sockets by what they are bound to, without their inodes and process ids, which are new with each start.</summary>
internal sealed class SocketComparison() : EntityComparison<SocketView>(ChangeEntity.Socket)
{
    protected override IEnumerable<Keyed<SocketView>> Read(Side side, Side other) =>
        from socket in side.Read.Sockets
        let view = new SocketView(
            side.PlaceOf(socket.Namespace),
            socket.Protocol,
            socket.Address,
            socket.Port,
            socket.IsV6Only,
            socket.LinkIndex is { } index ? side.LinkNameOrIndex(socket.Namespace, index) : null,
            socket.Process)
        select new Keyed<SocketView>(
            $"{view.Namespace}/{Protocol(view)}/{new IPEndPoint(view.Address, view.Port)}{(view.Link is { } link ? $" dev {link}" : "")}",
            view.Process ?? "",
            view);

    protected override bool Shows(Side side, SocketView view) => side.SawPlace(view.Namespace) && side.SawDetails;

    // Who holds it is not always found.
    protected override bool Same(SocketView before, SocketView after, Side from, Side to) =>
        before == after || ((before.Process is null || after.Process is null) && before.IsV6Only == after.IsV6Only);

    protected override string Added(SocketView after, Side from) => $"{after.Process ?? "something"} now listens on {InWords(after)}";

    protected override string Removed(SocketView before, Side to) => $"{before.Process ?? "nothing"} {(before.Process is null ? "listens any longer" : "no longer listens")} on {InWords(before)}";

    protected override string Changed(SocketView before, SocketView after) =>
        new Clauses($"the socket on {InWords(after)}")
            .Add(before.Process != after.Process, $"is now held by {after.Process} (was {before.Process})")
            .Has("v6only", before.IsV6Only, after.IsV6Only)
            .ToString();

    private static string InWords(SocketView view) =>
        $"{new IPEndPoint(view.Address, view.Port)}/{Protocol(view)}{(view.Link is { } link ? $" of {link}" : "")}{Place.Suffix(view.Namespace, "in")}";

    private static string Protocol(SocketView view) => view.Protocol.ToString().ToLowerInvariant();
}
