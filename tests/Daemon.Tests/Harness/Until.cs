using System.Runtime.CompilerServices;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Harness;

/// <summary><see cref="Eventually"/>, given up when the test run is.</summary>
internal static class Until
{
    /// <summary>Until the condition holds; a minute unless said otherwise.</summary>
    public static Task TrueAsync(
        Func<bool> condition, TimeSpan? within = null, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Eventually.TrueAsync(condition, within, what, TestContext.Current.CancellationToken);

    /// <inheritdoc cref="TrueAsync(Func{bool}, TimeSpan?, string)"/>
    public static Task TrueAsync(
        Func<Task<bool>> condition, TimeSpan? within = null, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Eventually.TrueAsync(condition, within, what, TestContext.Current.CancellationToken);
}
