namespace NetApi.Adapters.DockerEngine;

public sealed partial class EngineMonitor
{
    [LoggerMessage(LogLevel.Information, "Following the Docker Engine at {Endpoint}: {Containers} containers, {Networks} networks")]
    private partial void LogFollowing(Uri endpoint, int containers, int networks);

    [LoggerMessage(LogLevel.Warning, "The Docker Engine was out of sight from {Since:O} to {Until:O}: what it did meanwhile was not seen as events; everything was read again")]
    private partial void LogInterruption(DateTimeOffset since, DateTimeOffset until);

    [LoggerMessage(LogLevel.Error, "NetApi failed over what the Docker Engine told; it tries again")]
    private partial void LogUnforeseen(Exception failure);

    [LoggerMessage(LogLevel.Warning, "{Detail}")]
    private partial void LogLost(string detail);
}
