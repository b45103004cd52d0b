namespace Pdp.Daemon.Reconcile;

/// <summary>Who is next: tenants in turn, each first come first served, none beyond its share. Not safe for several threads.</summary>
/// <param name="mostPerTenant">Taken and not yet released, of one tenant; 1 or more.</param>
internal sealed class TenantTurns(int mostPerTenant)
{
    private readonly Dictionary<string, Tenant> _tenants = [];
    private readonly Queue<string> _turns = new();

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>Queues an intent up behind the others of its tenant.</summary>
    public void Add(string id, string tenant)
    {
        if (!_tenants.TryGetValue(tenant, out var entry)) _tenants.Add(tenant, entry = new Tenant());
        if (entry.Waiting.Count == 0) _turns.Enqueue(tenant);
        entry.Waiting.Enqueue(id);
        Count++;
    }

    /// <summary>Takes the next one whose tenant has a place free.</summary>
    public bool TryTake(out string id, out string tenant)
    {
        for (var tries = _turns.Count; tries > 0; tries--)
        {
            tenant = _turns.Dequeue();
            var entry = _tenants[tenant];
            if (entry.Taken >= mostPerTenant)
            {
                _turns.Enqueue(tenant);
                continue;
            }
            id = entry.Waiting.Dequeue();
            entry.Taken++;
            Count--;
            if (entry.Waiting.Count > 0) _turns.Enqueue(tenant);
            return true;
        }
        (id, tenant) = ("", "");
        return false;
    }

    /// <summary>Gives a place back.</summary>
    public void Release(string tenant)
    {
        var entry = _tenants[tenant];
        if (--entry.Taken == 0 && entry.Waiting.Count == 0) _tenants.Remove(tenant);
    }

    private sealed class Tenant
    {
        public Queue<string> Waiting { get; } = new();

        public int Taken { get; set; }
    }
}
