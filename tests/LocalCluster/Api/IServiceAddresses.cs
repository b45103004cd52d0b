namespace Pdp.LocalCluster.Api;

/// <summary>Where Services really listen; the node knows.</summary>
internal interface IServiceAddresses
{
    /// <summary><c>address:port</c> behind a port of a Service; null where nothing listens for it.</summary>
    string? Find(string ns, string service, int port);
}
