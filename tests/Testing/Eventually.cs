using System.Runtime.CompilerServices;

namespace Pdp.Testing;

/// <summary>Waits, in real time, for something to become so. A test names a condition and a deadline instead of sleeping.</summary>
public static class Eventually
{
    private static readonly TimeSpan _defaultDeadline = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan _longestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Until the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not within <paramref name="within"/> (a minute unless given); names the condition.</exception>
    public static Task TrueAsync(
        Func<bool> condition,
        TimeSpan? within = null,
        [CallerArgumentExpression(nameof(condition))] string what = "",
        CancellationToken cancellationToken = default) =>
        TrueAsync(() => Task.FromResult(condition()), within, what, cancellationToken);

    /// <inheritdoc cref="TrueAsync(Func{bool}, TimeSpan?, string, CancellationToken)"/>
    public static Task TrueAsync(
        Func<Task<bool>> condition,
        TimeSpan? within = null,
        [CallerArgumentExpression(nameof(condition))] string what = "",
        CancellationToken cancellationToken = default) =>
        PollAsync(async () => await condition() ? null : $"Still not true: {what}", within, cancellationToken);

    /// <summary>Until the value equals the expected one.</summary>
    /// <exception cref="TimeoutException">It did not within <paramref name="within"/> (a minute unless given); names the last value.</exception>
    public static Task EqualAsync<T>(
        T expected,
        Func<T> actual,
        TimeSpan? within = null,
        [CallerArgumentExpression(nameof(actual))] string what = "",
        CancellationToken cancellationToken = default) =>
        PollAsync(
            () =>
            {
                var value = actual();
                var same = EqualityComparer<T>.Default.Equals(expected, value);
                return Task.FromResult(same ? null : $"Expected {expected} of {what}, the last value was {value}");
            },
            within,
            cancellationToken);

    /// <summary>Until the producer yields something that is not null, which is returned.</summary>
    /// <exception cref="TimeoutException">It did not within <paramref name="within"/> (a minute unless given).</exception>
    public static async Task<T> NotNullAsync<T>(
        Func<Task<T?>> producer,
        TimeSpan? within = null,
        [CallerArgumentExpression(nameof(producer))] string what = "",
        CancellationToken cancellationToken = default)
        where T : class
    {
        T? found = null;
        await PollAsync(async () => (found = await producer()) is null ? $"Still null: {what}" : null, within, cancellationToken);
        return found!;
    }

    /// <summary>Until the assertions pass; the last failure is the inner exception when they never do.</summary>
    /// <exception cref="TimeoutException">They did not within <paramref name="within"/> (a minute unless given).</exception>
    public static async Task PassesAsync(Func<Task> assertions, TimeSpan? within = null, CancellationToken cancellationToken = default)
    {
        Exception? last = null;
        try
        {
            await PollAsync(
                async () =>
                {
                    try
                    {
                        await assertions();
                        return null;
                    }
                    catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
                    {
                        last = failure;
                        return failure.Message;
                    }
                },
                within,
                cancellationToken);
        }
        catch (TimeoutException timeout)
        {
            throw new TimeoutException(timeout.Message, last);
        }
    }

    private static async Task PollAsync(Func<Task<string?>> attempt, TimeSpan? within, CancellationToken cancellationToken)
    {
        var deadline = within ?? _defaultDeadline;
        var started = TimeProvider.System.GetTimestamp();
        var pause = _firstPause;
        while (await attempt() is { } complaint)
        {
            if (TimeProvider.System.GetElapsedTime(started) >= deadline) throw new TimeoutException($"{complaint} (waited {deadline})");
            await Task.Delay(pause, TimeProvider.System, cancellationToken);
            pause = pause < _longestPause ? pause * 2 : _longestPause;
        }
    }
}
