using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace NetApi.Hosting.OpenApi;

/// <summary>The groups of operations, in the order a reader wants them: what is changed most comes first.</summary>
public sealed class TagOrder : IDocumentFilter
{
    private static readonly (string Name, string Description)[] Tags =
    [
        ("Containers", "Create, start, stop, remove; and how each is wired."),
        ("Networks", "Docker's networks, and the containers attached to them."),
        ("Images", "Images of the engine, and pulls."),
        ("Operations", "What takes long, such as pulls: progress, events, cancelling."),
        ("Port forwards", "Published ports, and what carries each."),
        ("Ports", "Who holds which port of the host, and which are free."),
        ("Reachability", "Who can reach what, answered by trying."),
        ("Host", "The host, and what NetApi may do on it."),
        ("Topology", "The network of the host as a graph, and its pictures."),
        ("Bridges", "The kernel's bridges and their ports."),
        ("Veth pairs", "Both ends of each pair, across namespaces."),
        ("Namespaces", "Network namespaces, whose they are, and what is inside."),
        ("Links", "Every link of every namespace, with what it is made on, enslaved to or paired with."),
        ("Addresses", "Addresses of links, with scope, flags and lifetimes."),
        ("Routes", "Routes of all tables."),
        ("Routing rules", "Routing policy: which table is looked up for which packets."),
        ("Neighbours", "Who has which MAC address (ARP, NDP)."),
        ("Forwarding databases", "Which MAC address is behind which port of a bridge or remote of a vxlan."),
        ("Sockets", "Who listens, in every namespace."),
        ("Events", "What changes on the host, as it changes."),
        ("History", "What was kept of the host, change by change: its check and its backup."),
        ("Snapshots", "States of the host that were kept, and what changed since."),
        ("Keys", "Who may use NetApi."),
        ("Health", "Whether NetApi is alive and ready; for load balancers and monitors."),
    ];

    /// <inheritdoc/>
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context) =>
        swaggerDoc.Tags = Tags.Select(t => new OpenApiTag { Name = t.Name, Description = t.Description }).ToHashSet();
}
