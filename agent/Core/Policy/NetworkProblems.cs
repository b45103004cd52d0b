using System.Net;
using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy;

/// <summary>Finds networks and addresses that are none.</summary>
internal static class NetworkProblems
{
    /// <summary>What is wrong with the network section of a rule set, each with its path.</summary>
    public static IEnumerable<string> In(PolicyRules rules, string path)
    {
        var network = rules.Network;
        for (var i = 0; i < network.Private.Count; i++)
        {
            if (!IPNetwork.TryParse(network.Private[i], out _))
                yield return $"{path}.network.private[{i}]: must be a network such as 10.0.0.0/8, with no bits set behind its prefix";
        }

        for (var i = 0; i < network.DnsAddresses.Count; i++)
        {
            if (!IPAddress.TryParse(network.DnsAddresses[i], out _))
                yield return $"{path}.network.dnsAddresses[{i}]: must be an IP address";
        }
    }
}
