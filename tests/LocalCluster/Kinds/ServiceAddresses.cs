using System.Globalization;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;
using Pdp.LocalCluster.Storage;

namespace Pdp.LocalCluster.Kinds;

/// <summary>Gives out cluster addresses (10.96.0.0/16) and node ports (30000 to 32767), each to one Service at a time.</summary>
internal sealed class ServiceAddresses
{
    private const int Addresses = 1 << 16;
    private const int FirstPort = 30000;
    private const int Ports = 2768;

    private readonly Lock _lock = new();

    // The first ten are left to what a cluster has by itself.
    private int _address = 10;
    private int _port;

    public string Take(ObjectStore store)
    {
        var services = store.Table("services");
        lock (_lock)
        {
            for (var i = 0; i < Addresses; i++)
            {
                _address = (_address + 1) % Addresses;
                var address = string.Create(CultureInfo.InvariantCulture, $"10.96.{_address >> 8}.{_address & 255}");
                if ((_address & 255) is not (0 or 255) && services.Marked([Mark.Addressed(address)]).Count == 0)
                    return address;
            }
        }
        throw Api.ApiErrors.Unclassified("failed to allocate a cluster address: range is full");
    }

    public int TakePort(ObjectStore store)
    {
        var taken = store.Table("services").Current.All(null).SelectMany(s => s.Value.Items("spec", "ports"))
            .Select(p => p.Long("nodePort")).ToHashSet();
        lock (_lock)
        {
            for (var i = 0; i < Ports; i++)
            {
                _port = (_port + 1) % Ports;
                if (!taken.Contains(FirstPort + _port))
                    return FirstPort + _port;
            }
        }
        throw Api.ApiErrors.Unclassified("failed to allocate a node port: range is full");
    }
}
