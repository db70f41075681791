using System.Collections;
using Docker.DotNet.Models;
using NetApi.Adapters.DockerEngine;
using Xunit;

namespace NetApi.Tests.Adapters.DockerEngine;

/// <summary>Holds the promise that what a spec cannot say cannot be created, also after the client library has grown.</summary>
public sealed class RequestClassificationTests
{
    private static readonly Classification HostConfigMembers = new(
        Set: ["PortBindings", "RestartPolicy", "Memory", "Mounts", "NetworkMode"],
        Fixed: new() { ["Privileged"] = false, ["PublishAllPorts"] = false, ["AutoRemove"] = false },
        Never:
        [
            "Annotations", "Binds", "BlkioDeviceReadBps", "BlkioDeviceReadIOps", "BlkioDeviceWriteBps", "BlkioDeviceWriteIOps", "BlkioWeight", "BlkioWeightDevice",
            "CPUCount", "CPUPercent", "CPUPeriod", "CPUQuota", "CPURealtimePeriod", "CPURealtimeRuntime", "CPUShares", "CapAdd", "CapDrop", "Cgroup", "CgroupParent",
            "CgroupnsMode", "ConsoleSize", "ContainerIDFile", "CpusetCpus", "CpusetMems", "DNS", "DNSOptions", "DNSSearch", "DeviceCgroupRules", "DeviceRequests", "Devices",
            "ExtraHosts", "GroupAdd", "IOMaximumBandwidth", "IOMaximumIOps", "Init", "IpcMode", "Isolation", "Links", "LogConfig", "MaskedPaths", "MemoryReservation",
            "MemorySwap", "MemorySwappiness", "NanoCPUs", "OomKillDisable", "OomScoreAdj", "PidMode", "PidsLimit", "ReadonlyPaths", "ReadonlyRootfs", "Runtime",
            "SecurityOpt", "ShmSize", "StorageOpt", "Sysctls", "Tmpfs", "UTSMode", "Ulimits", "UsernsMode", "VolumeDriver", "VolumesFrom",
        ]);

    private static readonly Classification ParametersMembers = new(
        Set: ["Name", "Image", "Cmd", "Entrypoint", "Env", "Labels", "Tty", "OpenStdin", "ExposedPorts", "HostConfig", "NetworkingConfig"],
        Fixed: new() { ["AttachStdin"] = false, ["AttachStdout"] = false, ["AttachStderr"] = false, ["StdinOnce"] = false },
        Never:
        [
            "ArgsEscaped", "Domainname", "Healthcheck", "Hostname", "NetworkDisabled", "OnBuild", "Platform", "Shell", "StopSignal", "StopTimeout", "User", "Volumes", "WorkingDir",
        ]);

    private static readonly Classification MountMembers = new(
        Set: ["Source", "Target", "ReadOnly"],
        Fixed: new() { ["Type"] = "volume" },
        Never: ["BindOptions", "ClusterOptions", "Consistency", "ImageOptions", "TmpfsOptions", "VolumeOptions"]);

    private static readonly Classification EndpointMembers = new(
        Set: ["IPAMConfig", "Aliases"],
        Fixed: [],
        Never:
        [
            "DNSNames", "DriverOpts", "EndpointID", "Gateway", "GlobalIPv6Address", "GlobalIPv6PrefixLen", "GwPriority", "IPAddress", "IPPrefixLen", "IPv6Gateway", "Links",
            "MacAddress", "NetworkID",
        ]);

    private static CreateContainerParameters MaximalRequest => ContainerParameters.Build(Specs.Maximal);

    [Fact]
    public void HostConfig_EveryProperty_IsClassified() => HostConfigMembers.AssertCovers<HostConfig>();

    [Fact]
    public void HostConfig_OfAMaximalSpec_HoldsNothingElse() => HostConfigMembers.AssertHolds(MaximalRequest.HostConfig!);

    [Fact]
    public void CreateContainerParameters_EveryProperty_IsClassified() => ParametersMembers.AssertCovers<CreateContainerParameters>();

    [Fact]
    public void CreateContainerParameters_OfAMaximalSpec_HoldNothingElse() => ParametersMembers.AssertHolds(MaximalRequest);

    [Fact]
    public void Mount_EveryProperty_IsClassified() => MountMembers.AssertCovers<Mount>();

    [Fact]
    public void Mount_OfAVolume_HoldsNothingElse() => MountMembers.AssertHolds(Assert.Single(MaximalRequest.HostConfig!.Mounts!));

    [Fact]
    public void EndpointSettings_EveryProperty_IsClassified() => EndpointMembers.AssertCovers<EndpointSettings>();

    [Fact]
    public void EndpointSettings_OfAMaximalAttachment_HoldNothingElse() => EndpointMembers.AssertHolds(MaximalRequest.NetworkingConfig!.EndpointsConfig["front"]);

    private sealed record Classification(string[] Set, Dictionary<string, object> Fixed, string[] Never)
    {
        public void AssertCovers<T>() => Assert.Equal(
            typeof(T).GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal),
            Set.Concat(Fixed.Keys).Concat(Never).Order(StringComparer.Ordinal));

        public void AssertHolds<T>(T request) where T : new()
        {
            var untouched = new T();
            Assert.All(Never, name => Assert.Equal(Value(untouched, name), Value(request, name)));
            Assert.All(Fixed, constant => Assert.Equal(constant.Value, Value(request, constant.Key)));
            Assert.All(Set, name => Assert.False(IsSame(Value(untouched, name), Value(request, name)), $"{name} should come from the spec"));
        }

        private static object? Value<T>(T request, string name) => typeof(T).GetProperty(name)!.GetValue(request);

        private static bool IsSame(object? one, object? other) =>
            Equals(one, other) || (one is ICollection { Count: 0 } && other is ICollection { Count: 0 });
    }
}
