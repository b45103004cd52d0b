using Pdp.Core.Ports;
using Pdp.LogStore;

namespace Pdp.Observability.Logs.Loki;

/// <summary>
/// Brings entries into Loki. It is tried until Loki takes them or says it never will: whoever gives entries waits, so what is not taken yet stays where it
/// comes from. For one caller at a time.
/// </summary>
public sealed class LokiPusher : IDisposable
{
    // Loki takes four megabytes at once unless told otherwise; a small one is over sooner, and compressed it is smaller still.
    private const int MostChars = 512 * 1024;

    private static readonly TimeSpan _firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestPause = TimeSpan.FromMinutes(1);

    private readonly LokiOptions _options;
    private readonly LokiClient _client;
    private readonly ILokiPushEvents _events;
    private readonly TimeProvider _time;
    private readonly Chance _chance;

    /// <param name="options">Which Loki.</param>
    /// <param name="events">Told how it goes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="chance">Spreads attempts of several agents.</param>
    public LokiPusher(LokiOptions options, ILokiPushEvents events, TimeProvider time, Chance chance)
    {
        (_options, _events, _time, _chance) = (options, events, time, chance);
        _client = new LokiClient(options);
    }

    /// <summary>Why the last push was not taken; null when it was.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Returns when Loki has the entries, those aside that it will never take; these are told.</summary>
    /// <param name="batches">Entries by source; a source's in the order they were written.</param>
    /// <param name="cancellationToken">Gives up; some of them may have been taken.</param>
    /// <exception cref="LogStoreException">The credentials cannot be read.</exception>
    public async Task PushAsync(IReadOnlyList<SourceBatch> batches, CancellationToken cancellationToken)
    {
        foreach (var part in Parts(batches)) await PushAsync(part, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task PushAsync(IReadOnlyList<PushedEntry> entries, CancellationToken cancellationToken)
    {
        var body = PushBody.Of(entries, _options.Labels);
        for (var attempt = 0; ; attempt++)
        {
            var answer = await _client.PushAsync(body, cancellationToken);
            _events.Pushed(answer.IsTaken, answer.IsTaken ? entries.Count : 0);
            if (answer.IsTaken || answer.IsRefused)
            {
                Trouble = null;
                if (answer.IsRefused) await RefusedAsync(entries, answer, cancellationToken);
                return;
            }
            if (answer.IsTooLarge && entries.Count > 1)
            {
                await PushAsync([.. entries.Take(entries.Count / 2)], cancellationToken);
                await PushAsync([.. entries.Skip(entries.Count / 2)], cancellationToken);
                return;
            }
            if (answer.IsTooLarge)
            {
                _events.Refused(1);
                return;
            }
            Trouble = answer.Trouble;
            await Task.Delay(Pause(answer.RetryAfter, attempt), _time, cancellationToken);
        }
    }

    // One source's bad lines must not take another's with them: where it is not said how many were ignored, each is pushed by itself.
    private async Task RefusedAsync(IReadOnlyList<PushedEntry> entries, PushAnswer answer, CancellationToken cancellationToken)
    {
        var sources = entries.GroupBy(entry => entry.Source).ToList();
        if (answer.RefusedOf(entries.Count) < entries.Count || sources.Count == 1)
        {
            _events.Refused(answer.RefusedOf(entries.Count));
            return;
        }
        foreach (var source in sources) await PushAsync([.. source], cancellationToken);
    }

    private TimeSpan Pause(TimeSpan? wanted, int attempt)
    {
        var own = TimeSpan.FromTicks(Math.Min(_longestPause.Ticks, _firstPause.Ticks << Math.Min(attempt, 10)));
        var pause = wanted is { } asked && asked > own ? asked : own;
        // A server that asks for hours would be forgotten by whoever waits for lines.
        return (pause < _longestPause ? pause : _longestPause) * (1 + (_chance() / 5));
    }

    private static IEnumerable<IReadOnlyList<PushedEntry>> Parts(IReadOnlyList<SourceBatch> batches)
    {
        var part = new List<PushedEntry>();
        var chars = 0;
        foreach (var batch in batches)
        {
            foreach (var entry in batch.Entries)
            {
                var pushed = PushedEntry.Of(batch.Source, entry);
                if (part.Count > 0 && chars + pushed.Text.Length > MostChars)
                {
                    yield return part;
                    (part, chars) = ([], 0);
                }
                part.Add(pushed);
                chars += pushed.Text.Length;
            }
        }
        if (part.Count > 0) yield return part;
    }
}
