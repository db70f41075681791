using System.Net;
using NetApi.Domain.Firewall;
using NetApi.Domain.Topology;

namespace NetApi.Domain.Reachability;

public sealed partial class ContainerPathBuilder
{
    private const string Unknown = "what is known of the packet does not tell whether it gets there and is taken.";

    private PathHop Forward(TransportProtocol protocol, IPEndPoint to, PathHop nic, PathHop bridge)
    {
        if (nic.Missing is not null || bridge.Missing is not null)
            return PathHop.Without(HopKind.Forward, "Which rule lets it pass is not known without the links it comes in and goes out by.");
        var flow = new FlowPattern { Destination = to.Address, DestinationPort = to.Port, Protocol = protocol, InLink = nic.Name, OutLink = bridge.Name };
        return Forward(NatRules.FamilyOf(to.Address), flow);
    }

    private PathHop Forward(IpFamily family, FlowPattern flow)
    {
        var what = $"what goes from {flow.InLink} to {flow.OutLink}";
        var isWhole = firewall.Covers(family, "filter");
        return firewall.Forward(family, flow) switch
        {
            { Passes: true, Rule: { } rule } => PathHop.Of(HopKind.Forward, rule,
                $"This rule accepts {what}.{(isWhole ? "" : " The filter table could not be read whole: what is not shown may still drop it.")}"),
            { Passes: false, Rule: { } rule } => PathHop.Against(HopKind.Forward, rule, $"{Say(rule)} {Does(rule)} {what}."),
            { Passes: null, Rule: { } rule } verdict => PathHop.Against(HopKind.Forward, rule, $"{May(rule)} {what}: {Unknown} {Otherwise(verdict)}."),
            _ when !isWhole => PathHop.Without(HopKind.Forward, "No rule that accepts it was found, but the filter table could not be read whole."),
            { Passes: false } => PathHop.Without(HopKind.Forward, "No rule that FORWARD leads to accepts it, and the chain's policy is DROP.", "FORWARD"),
            _ => new PathHop(HopKind.Forward, "FORWARD", "No rule accepts or drops it; the chain's policy ACCEPT lets it pass."),
        };
    }

    private static string Otherwise(ForwardVerdict verdict)
    {
        var when = verdict.MoreInDoubt == 0 ? "Otherwise" : $"Otherwise, and unless one of {verdict.MoreInDoubt} more such rules decides";
        return verdict.Otherwise is { } rule
            ? $"{when}: {Say(rule)} {Does(rule)} it"
            : $"{when}: the policy of FORWARD, {verdict.Policy ?? "which could not be read"}";
    }

    private static string May(Rule rule) => rule.Target switch
    {
        "ACCEPT" => $"{Say(rule)} may accept",
        "DROP" => $"{Say(rule)} may drop",
        "REJECT" => $"{Say(rule)} may reject",
        _ => $"{Say(rule)} may decide about",
    };

    private static string Does(Rule rule) => rule.Target switch
    {
        "ACCEPT" => "accepts",
        "DROP" => "drops",
        _ => "rejects",
    };

    private static string Say(Rule rule) => $"Rule {rule.Number} of chain {rule.Chain}";
}
