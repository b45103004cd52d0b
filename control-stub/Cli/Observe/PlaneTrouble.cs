using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Observe;

/// <summary>Says which of name, network, certificate, token, scope or limit stands between a person and a plane, and what to do about it.</summary>
/// <param name="plane">The plane.</param>
/// <param name="address">Where it was asked.</param>
internal sealed class PlaneTrouble(string plane, Uri address)
{
    /// <summary>No answer came.</summary>
    public CliException Of(HttpRequestException failure) => new(ExitCodes.Unreachable, failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError =>
            $"Name: {address.Host} is not known here. Add it to your DNS or hosts file (it is the host of the plane's Ingress or load balancer), connect to the VPN that knows it, or give another --url.",
        HttpRequestError.SecureConnectionError =>
            $"Certificate: the connection to {address.Authority} is not trusted: {Innermost(failure)} Trust the authority that issued it with --cacert, or have one issued for this name.",
        HttpRequestError.ConnectionError or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.ProxyTunnelError =>
            $"Network: {address.Authority} does not answer: {Innermost(failure)} Only the plane's own network may reach it: look at VPN, firewall, the Ingress or load balancer, and that observe-listen is set at the agent.",
        _ => $"Network: the connection to {address.Authority} broke off: {Innermost(failure)}",
    });

    /// <summary>The answer was none of what was wanted.</summary>
    public CliException Of(HttpResponseMessage response, string body)
    {
        var said = Said(body);
        if (said is null)
            return new CliException(ExitCodes.Unreachable, $"Address: {address} answered {(int)response.StatusCode}, and is no plane's observability API. Check --url and what the Ingress leads to.");
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new CliException(
                ExitCodes.Refused,
                $"Token: plane {plane} does not take the control plane's token: {said} Is this the right plane's address, do both clocks agree, and has its agent been connected since the keys were last changed?"),
            HttpStatusCode.Forbidden => new CliException(ExitCodes.Refused, $"Scope: {said} Ask whoever grants rights at the control plane for the action observe there."),
            HttpStatusCode.TooManyRequests => new CliException(ExitCodes.Refused, $"Limit: {said}{Wait(response)}"),
            >= HttpStatusCode.InternalServerError => new CliException(ExitCodes.Unreachable, $"Plane {plane} cannot answer now: {said}"),
            _ => new CliException(ExitCodes.Refused, said),
        };
    }

    private static string Wait(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta is { } delay ? $" Try again in {delay.TotalSeconds:0} s." : "";

    private static string Innermost(Exception failure)
    {
        while (failure.InnerException is { } inner)
            failure = inner;
        return failure.Message.TrimEnd('.') + ".";
    }

    private static string? Said(string body)
    {
        try
        {
            if (JsonNode.Parse(body) is not JsonObject { } problem || problem["title"] is null)
                return null;
            var errors = ((problem["errors"] as JsonArray) ?? []).Select(error => $"\n  {error!["path"] ?? error["field"]}: {error["message"] ?? error["rule"]}");
            return $"{problem["title"]}{(problem["detail"] is { } detail ? $": {detail}" : ".")}{string.Concat(errors)}";
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
