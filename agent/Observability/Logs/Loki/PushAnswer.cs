using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Pdp.Observability.Logs.Loki;

/// <summary>What Loki said to a push.</summary>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="RetryAfter">How long it wants to be left alone; null when it does not say.</param>
/// <param name="Body">What it says besides; for its owner alone.</param>
internal sealed partial record PushAnswer(HttpStatusCode? Status, TimeSpan? RetryAfter, string Body)
{
    /// <summary>There was no answer.</summary>
    public static PushAnswer None { get; } = new(null, null, "");

    /// <summary>All was taken.</summary>
    public bool IsTaken => Status is { } status && (int)status is >= 200 and < 300;

    /// <summary>It was read, and some or all of it will never be taken: too old, out of order, too long. What else was in it is kept.</summary>
    public bool IsRefused => Status == HttpStatusCode.BadRequest;

    /// <summary>It is too large as it is; smaller ones may be taken.</summary>
    public bool IsTooLarge => Status == HttpStatusCode.RequestEntityTooLarge;

    /// <summary>How many of the entries were refused, as far as it says so; all otherwise.</summary>
    public long RefusedOf(int entries) =>
        Ignored().Match(Body) is { Success: true } said && long.TryParse(said.Groups["refused"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var refused)
            ? Math.Clamp(refused, 1, entries)
            : entries;

    /// <summary>Why it is to be tried again, for the agent's operator. Nothing of what it says is repeated.</summary>
    public string Trouble => Status switch
    {
        null => "Loki does not answer.",
        HttpStatusCode.TooManyRequests => "Loki takes no more lines now (429): its limits for this tenant are too low for what is written here.",
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "Loki refuses the agent: look at its credentials and tenant.",
        HttpStatusCode.NotFound => "Loki answers 404 to a push: does observe-loki-url name a part of it that takes lines?",
        var status => string.Create(CultureInfo.InvariantCulture, $"Loki answers {(int)status} to a push."),
    };

    // As its distributors and ingesters write it since 2.4: "… total ignored: 3 out of 10 …".
    [GeneratedRegex(@"total ignored: (?<refused>\d{1,9}) out of", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ignored();
}
