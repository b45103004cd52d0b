namespace Pdp.Core.Policy.Model;

/// <summary>When something new may be rolled out.</summary>
public sealed record MaintenanceRules
{
    /// <summary>While one of these is open. Null: always.</summary>
    public IReadOnlyList<MaintenanceWindow>? Windows { get; init; }
}

/// <summary>A time that comes again and again.</summary>
/// <param name="Cron">When it opens: five fields, or a word such as <c>@daily</c>.</param>
/// <param name="DurationMinutes">How long it stays open, minutes; 1..10080.</param>
/// <param name="TimeZone">The time zone of <paramref name="Cron"/>, as the IANA names it.</param>
public sealed record MaintenanceWindow(string Cron, int DurationMinutes, string TimeZone = "UTC");
