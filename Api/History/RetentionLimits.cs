using NetApi.Hosting;

namespace NetApi.History;

/// <summary>How much of the history is kept.</summary>
/// <param name="MaxAge">How old an instant may be that is answered; null for any.</param>
/// <param name="MaxBytes">How much the database may hold; null for any.</param>
internal sealed record RetentionLimits(TimeSpan? MaxAge, long? MaxBytes)
{
    public static RetentionLimits Of(NetApiOptions options) => new(
        options.HistoryMaxAgeDays > 0 ? TimeSpan.FromDays(options.HistoryMaxAgeDays) : null,
        options.HistoryMaxMegabytes > 0 ? options.HistoryMaxMegabytes * 1024L * 1024L : null);
}
