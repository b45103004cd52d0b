using Pdp.Core.Images;
using Pdp.Core.Ports;

namespace Pdp.Daemon.Images;

/// <summary>
/// One question of an intent, and what is known of its answer. Whoever asks waits a little; what takes longer goes on, and the intent is
/// woken when it ends. What was told last stands while the registry does not tell.
/// </summary>
/// <param name="intentId">Who asks.</param>
/// <param name="ask">Asks the registry.</param>
/// <param name="freshFor">How long an answer is not asked for again.</param>
/// <param name="context">Clock, chance and who is woken.</param>
internal sealed class ImageInquiry(
    string intentId, Func<CancellationToken, Task<ImageReference>> ask, TimeSpan freshFor, ImageContext context)
{
    // Long enough for a registry that is well.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _firstRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _longestRetry = TimeSpan.FromMinutes(5);
    private const int MostDoublings = 10;

    private readonly Lock _lock = new();
    private Task? _underWay;
    private bool _isAwaited;
    private ImageReference? _known;
    private string? _trouble;
    private int _failures;
    private DateTimeOffset _dueAt = DateTimeOffset.MinValue;

    /// <summary>The answer, as far as it is known.</summary>
    /// <param name="lifetime">Ends what is under way.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<ImageAnswer> AnswerAsync(CancellationToken lifetime, CancellationToken cancellationToken)
    {
        Task underWay;
        lock (_lock)
        {
            if (_underWay is null && context.Time.GetUtcNow() < _dueAt) return Known();
            underWay = _underWay ??= Task.Run(() => AskAsync(lifetime), CancellationToken.None);
        }
        await underWay.WaitAsync(_patience, context.Time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _isAwaited |= _underWay is not null;
            return Known();
        }
    }

    private async Task AskAsync(CancellationToken lifetime)
    {
        try
        {
            var image = await ask(lifetime);
            lock (_lock) (_known, _trouble, _failures, _dueAt) = (image, null, 0, After(freshFor));
        }
        catch (RegistryException failure)
        {
            Failed(failure.Message, failure.RetryAfter);
        }
        catch (Exception defect) when (defect is not OperationCanceledException)
        {
            context.Log.Broke(defect, intentId);
            Failed("could not be asked, by a defect of the agent", null);
        }
        finally
        {
            End();
        }
    }

    private void Failed(string why, TimeSpan? retryAfter)
    {
        lock (_lock)
        {
            _trouble = why;
            var pause = _firstRetry * Math.Pow(2, Math.Min(_failures++, MostDoublings));
            _dueAt = retryAfter is { } asked ? context.Time.GetUtcNow() + asked : After(pause < _longestRetry ? pause : _longestRetry);
        }
    }

    private void End()
    {
        bool isAwaited;
        lock (_lock)
        {
            (isAwaited, _isAwaited) = (_isAwaited, false);
            _underWay = null;
        }
        if (isAwaited) context.Wake(intentId);
    }

    // A tenth more or less, so that many intents do not ask at once.
    private DateTimeOffset After(TimeSpan pause) => context.Time.GetUtcNow() + (pause * (0.9 + (context.Chance() / 5)));

    private ImageAnswer Known()
    {
        var left = _dueAt - context.Time.GetUtcNow();
        var trouble = _trouble ?? (_known is null ? "has not answered yet" : null);
        return new ImageAnswer(_known, trouble, left > TimeSpan.Zero ? left : _patience);
    }
}
