namespace Pdp.ControlStub.Gateway;

/// <summary>
/// How often a plane may dial: a burst, then one dial in each interval. An agent that falls over at once again and again costs no more than
/// that. Safe for several threads; what is full again is forgotten.
/// </summary>
internal sealed class DialBudget(GatewayOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (double Left, long At)> _budgets = [];

    /// <summary>Spends one dial.</summary>
    /// <returns>Null when the plane may dial; otherwise how long it should wait.</returns>
    public TimeSpan? Spend(string plane)
    {
        lock (_lock)
        {
            var left = Left(plane);
            if (left < 1)
                return TimeSpan.FromSeconds(Math.Ceiling((1 - left) * options.DialIntervalSeconds));
            _budgets[plane] = (left - 1, time.GetTimestamp());
            return null;
        }
    }

    /// <summary>Forgets budgets that are full again.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            foreach (var plane in _budgets.Keys.Where(p => Left(p) >= options.DialBurst).ToList())
                _budgets.Remove(plane);
        }
    }

    private double Left(string plane) => _budgets.TryGetValue(plane, out var budget)
        ? Math.Min(options.DialBurst, budget.Left + (time.GetElapsedTime(budget.At).TotalSeconds / options.DialIntervalSeconds))
        : options.DialBurst;
}
