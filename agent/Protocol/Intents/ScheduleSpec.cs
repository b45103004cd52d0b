using System.Text.Json.Serialization;

namespace Pdp.Protocol.Intents;

/// <summary>When a scheduled task runs.</summary>
public sealed record ScheduleSpec
{
    /// <summary>Five fields of cron (minute, hour, day of month, month, day of week), or a word such as <c>@daily</c>.</summary>
    public required string Cron { get; init; }

    /// <summary>IANA time zone, such as <c>Europe/Berlin</c>; the cluster's when absent, which is mostly UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What becomes of a run that is due while the last one still goes on.</summary>
    public ScheduleConcurrency Concurrency { get; init; }

    /// <summary>Seconds a run may begin late, 10..86400; without limit when absent. One that would begin later is left out.</summary>
    public int? StartingDeadlineSeconds { get; init; }

    /// <summary>Whether no further run begins. What runs goes on to its end.</summary>
    public bool Suspend { get; init; }

    /// <summary>How many ended runs stay in the cluster, with their logs.</summary>
    public HistoryLimits HistoryLimits { get; init => field = value ?? new(); } = new();
}

/// <summary>How many ended runs stay in the cluster.</summary>
/// <param name="Succeeded">Of those that succeeded. 0..20.</param>
/// <param name="Failed">Of those that failed. 0..20.</param>
// Defaults other than zero are constructor parameters: the generated reader sets every init property a document leaves out to zero or
// null, and keeps a parameter's default.
public sealed record HistoryLimits(int Succeeded = 3, int Failed = 1);

/// <summary>What becomes of a run that is due while the last one still goes on.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScheduleConcurrency>))]
public enum ScheduleConcurrency
{
    /// <summary>It is left out.</summary>
    Forbid,

    /// <summary>It runs beside it.</summary>
    Allow,

    /// <summary>It takes its place.</summary>
    Replace,
}
