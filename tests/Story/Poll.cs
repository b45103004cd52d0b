namespace Pdp.Story;

/// <summary>Waits for something outside this process to become so.</summary>
public static class Poll
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks until there is an answer.</summary>
    /// <param name="what">What is waited for, for people: "the agent to connect".</param>
    /// <param name="ask">The answer, or null for not yet. A <see cref="StoryException"/> ends the wait at once.</param>
    /// <param name="within">How long to wait.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="StoryException">It did not come in time.</exception>
    public static async Task<T> UntilAsync<T>(string what, Func<Task<T?>> ask, TimeSpan within, CancellationToken ct)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(ask);
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            Exception? trouble = null;
            try
            {
                if (await ask() is { } answer)
                {
                    return answer;
                }
            }
            catch (HttpRequestException unreachable)
            {
                trouble = unreachable;
            }

            if (TimeProvider.System.GetElapsedTime(started) > within)
            {
                throw new StoryException($"waited {within.TotalSeconds:0.#} s in vain for {what}", trouble);
            }

            await Task.Delay(Pause, TimeProvider.System, ct);
        }
    }

    /// <inheritdoc cref="UntilAsync{T}(string, Func{Task{T}}, TimeSpan, CancellationToken)"/>
    public static Task<T> UntilAsync<T>(string what, Func<T?> ask, TimeSpan within, CancellationToken ct)
        where T : class => UntilAsync(what, () => Task.FromResult(ask()), within, ct);

    /// <summary>Asks until the answer is yes.</summary>
    /// <inheritdoc cref="UntilAsync{T}(string, Func{Task{T}}, TimeSpan, CancellationToken)"/>
    public static Task UntilTrueAsync(string what, Func<Task<bool>> ask, TimeSpan within, CancellationToken ct) =>
        UntilAsync(what, async () => await ask() ? what : null, within, ct);
}
