namespace Pdp.Kubernetes.Transport;

/// <summary>When the server asks to come back.</summary>
internal static class RetryAfterHeader
{
    // More than this is no pacing but a mistake; the caller's own schedule knows better.
    private static readonly TimeSpan _most = TimeSpan.FromHours(1);

    public static TimeSpan? Read(HttpResponseMessage response, TimeProvider time)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } moment ? moment - (response.Headers.Date ?? time.GetUtcNow()) : null);
        return wait switch
        {
            null => null,
            { } past when past < TimeSpan.Zero => TimeSpan.Zero,
            { } far when far > _most => _most,
            _ => wait,
        };
    }
}
