using System.CommandLine;
using Pdp.ControlStub.Cli.Client;

namespace Pdp.ControlStub.Cli.Observe;

/// <summary><c>pdp-control planes events</c>: what happened there, straight from the plane; <c>pdp-control events</c> is the control plane's own history.</summary>
internal static class PlaneEventsCommand
{
    public static Command Create(ClientOptions options)
    {
        var asked = new PlaneAsked();
        var since = new Option<string?>("--since") { HelpName = "TIME", Description = "Of this past time, such as 15m, 2h or 1d. Default: 1h." };
        return ClientCommand.Create(
            "events",
            "Prints the cluster's events and the agent's own, asked of the plane itself.",
            options,
            async (control, parsed, ct) =>
            {
                var past = Past.Read(parsed.GetValue(since) ?? "1h");
                using var plane = await asked.ConnectAsync(control, parsed, "events", ct);
                await PlaneEvents.PrintAsync(plane, asked.Scope(parsed), past, asked.IsJson(parsed), ct);
            },
            [.. asked.Symbols, since]);
    }
}
