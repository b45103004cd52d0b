using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>A proxy leads to one host and port, under the port it has there: the cluster's DNS answers with a name and turns no ports.</summary>
internal sealed class ProxyRule : IComponentRule
{
    public void Check(ComponentSpec spec, RuleReport report)
    {
        if (spec.Type != ComponentType.Proxy)
            return;
        if (spec.Proxy is not { } proxy)
        {
            report.Add("spec.proxy", "is required for a proxy");
            return;
        }

        CheckForm(proxy, report);
        if (ProxyTarget.Of(proxy) is not { } target)
        {
            report.Add(proxy.Url is null ? "spec.proxy.host" : "spec.proxy.url", "must lead to a host name or IP address outside the cluster");
            return;
        }

        foreach (var (name, endpoint) in spec.Endpoints)
        {
            if (endpoint.Port != target.Port)
                report.Add($"spec.endpoints.{name}.port", $"must be {target.Port}, the port of what the proxy stands for");
            if (endpoint.TargetPort is not null)
                report.Add($"spec.endpoints.{name}.targetPort", "must be left out: a proxy has no container");
        }
    }

    private static void CheckForm(ProxySpec proxy, RuleReport report)
    {
        if (proxy.Host is not null && proxy.Port is null)
            report.Add("spec.proxy.port", "is required beside host");
        if (proxy.Url is not null && proxy.Port is not null)
            report.Add("spec.proxy.port", "must be left out: the url says it");
        if (proxy.Url is not null && proxy.Tls)
            report.Add("spec.proxy.tls", "must be left out: the url says it");
    }
}
