namespace Pdp.PlaneStore.Requests;

/// <summary>Gathers the counts of one endpoint by steps.</summary>
internal sealed class RequestSteps(long start, long step)
{
    private readonly SortedDictionary<long, Sum> _steps = [];

    /// <summary>Takes a count.</summary>
    /// <param name="time">When it was made, milliseconds.</param>
    /// <param name="span">Over how long, milliseconds.</param>
    /// <param name="requests">Requests.</param>
    /// <param name="errors">Those that failed.</param>
    /// <param name="buckets">How long they took, packed.</param>
    public void Take(long time, long span, double requests, double? errors, byte[]? buckets)
    {
        var at = start + ((time - start) / step * step);
        if (!_steps.TryGetValue(at, out var sum)) _steps.Add(at, sum = new Sum());
        sum.Milliseconds += span;
        sum.Requests += requests;
        if (errors is { } failed) sum.Errors = (sum.Errors ?? 0) + failed;
        foreach (var (bound, count) in buckets is null ? [] : Buckets.Unpack(buckets)) sum.Buckets[bound] = sum.Buckets.GetValueOrDefault(bound) + count;
    }

    public IReadOnlyList<RequestStep> All() =>
    [
        .. _steps.Where(one => one.Value.Milliseconds > 0).Select(one => new RequestStep(
            one.Key, one.Value.Milliseconds / 1000.0, one.Value.Requests, one.Value.Errors, [.. one.Value.Buckets.Select(bucket => (bucket.Key, bucket.Value))])),
    ];

    private sealed class Sum
    {
        public long Milliseconds { get; set; }

        public double Requests { get; set; }

        public double? Errors { get; set; }

        public SortedDictionary<double, double> Buckets { get; } = [];
    }
}
