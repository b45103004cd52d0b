using System.Text.Json.Nodes;
using Pdp.History.Events;
using Pdp.LocalCluster.Json;
using Pdp.Simulation.Cluster;

namespace Pdp.Simulation.Telling;

/// <summary>Reads off the Lease who leads in which term, as it is written.</summary>
internal sealed class LeaseBook
{
    private readonly World _world;
    private readonly Dictionary<string, long> _terms = new(StringComparer.Ordinal);

    public LeaseBook(World world)
    {
        _world = world;
        world.Cluster.Tell(Note);
    }

    /// <summary>The last term a process held; 0 when it never held one.</summary>
    public long TermOf(string process) => _terms.GetValueOrDefault(process);

    private void Note(ClusterWrite write)
    {
        if (write.Resource.Kind != "Lease" || !write.HasEffect || HolderOf(write.After) is not { Length: > 0 } holder) return;
        if (holder == HolderOf(write.Before)) return;
        // Transitions count from 0; a term of 0 would be none.
        var term = (write.After.Long("spec", "leaseTransitions") ?? 0) + 1;
        _terms[holder] = term;
        _world.Chronicle.Note(holder, new LeaseTaken(term));
    }

    private static string? HolderOf(JsonObject? lease) => lease.Text("spec", "holderIdentity");
}
