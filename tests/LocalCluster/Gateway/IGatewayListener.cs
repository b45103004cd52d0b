using System.Net;
using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Gateway;

/// <summary>A listener that can be led anew while it serves.</summary>
internal interface IGatewayListener : IAsyncDisposable
{
    /// <summary>Where it listens.</summary>
    IPEndPoint Address { get; }

    /// <summary>Takes the routes that are attached now.</summary>
    void Update(IReadOnlyList<JsonObject> routes);
}
