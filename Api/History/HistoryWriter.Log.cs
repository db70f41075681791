namespace NetApi.History;

public sealed partial class HistoryWriter
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The history cannot be kept; NetApi serves the live state and tries again.")]
    private partial void NotKept(Exception failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "The history is kept again; it could not be since {Since:O}.")]
    private partial void KeptAgain(DateTimeOffset since);
}
