using System.Net;
using NetApi.Domain.Firewall;
using NetApi.Domain.Reachability;
using NetApi.Domain.Topology;
using NetApi.Topology;

namespace NetApi.PortForwarding;

/// <summary>How a published port of a running container is carried out.</summary>
/// <param name="HostIp">Host address; <c>0.0.0.0</c> or <c>::</c> for all of a family.</param>
/// <param name="HostPort">Host port.</param>
/// <param name="ContainerPort">Container port.</param>
/// <param name="Protocol">Transport.</param>
/// <param name="Container">The container.</param>
/// <param name="CarriedBy">A DNAT rule, a docker-proxy, both, none, or unknown where not everything could be read.</param>
/// <param name="DnatRule">The DNAT rule; null where none was found.</param>
/// <param name="DockerProxy">The docker-proxy process; null where none was found.</param>
/// <param name="Detail">The same as a sentence, with what could not be read.</param>
public sealed record PortForwardResource(
    IPAddress HostIp,
    int HostPort,
    int ContainerPort,
    TransportProtocol Protocol,
    ContainerRef Container,
    CarriedBy CarriedBy,
    RuleResource? DnatRule,
    ProxyResource? DockerProxy,
    string Detail)
{
    /// <summary>The forward as the API shows it.</summary>
    public static PortForwardResource Of(PortForward forward) => new(
        forward.Port.HostAddress,
        forward.Port.HostPort,
        forward.Port.ContainerPort,
        forward.Port.Protocol,
        new ContainerRef(forward.ContainerId, forward.ContainerName),
        forward.CarriedBy,
        RuleResource.Of(forward.Dnat?.Rule),
        ProxyResource.Of(forward.Proxy),
        forward.Detail);
}

/// <summary>A firewall rule.</summary>
/// <param name="Table">Table: nat, filter …</param>
/// <param name="Chain">Chain.</param>
/// <param name="Number">Place in the chain from 1, as <c>iptables -L --line-numbers</c> counts.</param>
/// <param name="Text">The rule as iptables-save writes it.</param>
public sealed record RuleResource(string Table, string Chain, int Number, string Text)
{
    /// <summary>The rule as the API shows it; null stays null.</summary>
    public static RuleResource? Of(Rule? rule) => rule is null ? null : new(rule.Table, rule.Chain, rule.Number, rule.Text);
}

/// <summary>A docker-proxy process.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="ListensOn">Host address and port it listens on.</param>
/// <param name="ConnectsTo">Container address and port it connects to.</param>
public sealed record ProxyResource(int Pid, string ListensOn, string ConnectsTo)
{
    /// <summary>The process as the API shows it; null stays null.</summary>
    public static ProxyResource? Of(ProxyProcess? proxy) => proxy is null
        ? null
        : new(proxy.Pid, new IPEndPoint(proxy.HostAddress, proxy.HostPort).ToString(), new IPEndPoint(proxy.ContainerAddress, proxy.ContainerPort).ToString());
}
