namespace Pdp.Daemon.Outbound;

/// <summary>When a server asks to come back.</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan _least = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _most = TimeSpan.FromMinutes(30);

    /// <summary>How long from now, 1 s..30 min; null when it does not say.</summary>
    public static TimeSpan? Of(HttpResponseMessage response, TimeProvider time)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } moment ? moment - time.GetUtcNow() : null);
        return wait is { } asked ? TimeSpan.FromTicks(Math.Clamp(asked.Ticks, _least.Ticks, _most.Ticks)) : null;
    }
}
