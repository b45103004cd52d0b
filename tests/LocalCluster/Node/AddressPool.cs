namespace Pdp.LocalCluster.Node;

/// <summary>Hands out numbers of a range; one given back waits behind all that were never used, so that late packets meet nobody.</summary>
internal sealed class AddressPool(int first, int last)
{
    private readonly Lock _lock = new();
    private readonly Queue<int> _returned = new();
    private int _next = first;

    /// <exception cref="InvalidOperationException">All are in use.</exception>
    public int Take()
    {
        lock (_lock)
        {
            if (_next <= last) return _next++;
            return _returned.TryDequeue(out var number) ? number : throw new InvalidOperationException("No loopback address is free.");
        }
    }

    public void Return(int number)
    {
        lock (_lock) _returned.Enqueue(number);
    }
}
