using System.Text;
using Pdp.Core.Connections;
using Pdp.Core.Render;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.Core.Tests.Cases;

/// <summary>The intents a case connects to.</summary>
internal sealed class Neighbours(string yaml)
{
    private readonly IReadOnlyList<TypedIntent> _intents =
        [.. Yaml.Documents(yaml).Select(document => IntentReader.Read(Encoding.UTF8.GetBytes(document.ToJsonString())).Intent!)];

    /// <summary>Where an intent's connections lead; those that lead nowhere are left out.</summary>
    public IReadOnlyDictionary<string, ResolvedConnection> ConnectionsOf(TypedIntent consumer) =>
        (consumer.Spec as ComponentSpec)?.Connections.Where(connection => connection.Value.To is not null)
            .Select(connection => (connection.Key, Found: Find(connection.Value.To!, consumer.Metadata).Connection))
            .Where(found => found.Found is not null)
            .ToDictionary(found => found.Key, found => found.Found!) ?? [];

    private ConnectionOutcome Find(ConnectionTarget target, IntentMetadata consumer)
    {
        var place = ComponentPlace.Of(target, consumer);
        return new ConnectionFinder("cluster.local").Find(target, consumer, [.. _intents.Where(intent => ComponentPlace.Of(intent.Metadata) == place)]);
    }
}
