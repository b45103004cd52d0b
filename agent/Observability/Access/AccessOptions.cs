namespace Pdp.Observability.Access;

/// <summary>Who may ask from where, and how much.</summary>
public sealed record AccessOptions
{
    /// <summary>Origins of web pages that may ask, exactly as a browser sends them, such as <c>https://console.example.com</c>. Empty: no page may.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Requests of one caller a minute, on the average; 1 to 100,000.</summary>
    public int RequestsPerMinute { get; init; } = 600;

    /// <summary>Requests of one caller at once after a pause; 1 to 10,000.</summary>
    public int Burst { get; init; } = 100;

    /// <summary>Requests of one address a minute that show no good token; 1 to 100,000. As many at once after a pause.</summary>
    public int UnauthorizedPerMinute { get; init; } = 60;

    /// <summary>Requests of one caller answered at the same time, streams not counted; 1 to 1000.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>Streams of one caller; 1 to 1000.</summary>
    public int Streams { get; init; } = 10;

    /// <summary>Streams of all callers; 1 to 10,000.</summary>
    public int StreamsInAll { get; init; } = 200;

    /// <summary>Longest range of time one question may span; above zero.</summary>
    public TimeSpan LongestRange { get; init; } = TimeSpan.FromDays(31);

    /// <summary>How large the content of an answer may grow before it is cut and goes on with a cursor, bytes; 64 KiB or more.</summary>
    public int AnswerBytes { get; init; } = 8 << 20;

    /// <summary>How long an answer may take; what has a partial form answers what it has until then.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a silent stream shows that it lives.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);
}
