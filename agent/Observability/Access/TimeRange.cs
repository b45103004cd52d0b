using Pdp.Protocol;

namespace Pdp.Observability.Access;

/// <summary>A stretch of time that is asked about: from <paramref name="Start"/> on, before <paramref name="End"/>.</summary>
/// <param name="Start">UTC.</param>
/// <param name="End">UTC.</param>
public sealed record TimeRange(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>How long a question looks back that does not say.</summary>
    public static TimeSpan Default { get; } = TimeSpan.FromHours(1);

    /// <summary>The range of a question: the last hour for what it does not say.</summary>
    /// <param name="startTime">As it was sent; null an hour before the end.</param>
    /// <param name="endTime">As it was sent; null for now.</param>
    /// <param name="options">Has the longest range.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="ApiProblemException">It ends before it begins, or is too long.</exception>
    public static TimeRange Of(DateTimeOffset? startTime, DateTimeOffset? endTime, AccessOptions options, DateTimeOffset now)
    {
        var end = endTime ?? now;
        var start = startTime ?? (end - DateTimeOffset.MinValue > Default ? end - Default : DateTimeOffset.MinValue);
        if (start >= end) throw Wrong(new FieldError("startTime", "must be before endTime"));
        if (end - start > options.LongestRange)
            throw Wrong(new FieldError("startTime", $"must be at most {options.LongestRange.TotalHours:0.##} hours before endTime; ask piece by piece"));
        return new TimeRange(start, end);
    }

    private static ApiProblemException Wrong(FieldError error) => new(ApiProblem.BadRequest("bad-range", "Change the range of time.", [error]));
}
