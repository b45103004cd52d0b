using System.CommandLine;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Client;

/// <summary><c>pdp-control approvals</c>.</summary>
internal static class ApprovalCommands
{
    private static readonly (string Verb, string Description)[] _verbs =
    [
        ("approve", "Approves a promotion; the last approval that was missing carries it out."),
        ("deny", "Turns a promotion down."),
        ("cancel", "Takes a promotion back that one asked for."),
    ];

    public static Command Create()
    {
        var options = new ClientOptions();
        var within = ComponentName.Within();
        var project = new Argument<string>("project") { Description = "The project: ORGANIZATION/PROJECT." };
        var number = new Argument<string>("number") { Description = "Number of the promotion." };
        var all = new Option<bool>("--all") { Description = "Also those that do not wait any more." };
        var json = ClientCommand.JsonOption();
        string One(ParseResult parsed) => $"/api/v1/promotions/{ComponentName.Path(parsed.GetRequiredValue(project), 2, "ORGANIZATION/PROJECT")}/{parsed.Part(number)}";

        var command = new Command("approvals", "Promotions that wait for somebody to say yes.")
        {
            ClientCommand.Create(
                "list", "Lists promotions that wait.", options,
                (c, p, ct) => ListAsync(c, p.Query(within) + (p.GetValue(all) ? "" : "&state=Waiting"), p.GetValue(json), ct), within, all, json),
            ClientCommand.Create(
                "show", "Shows a promotion, and who said what of it.", options,
                async (c, p, ct) => await Console.Out.WriteLineAsync((await c.GetAsync(One(p), ct)).Pretty()), project, number),
        };
        foreach (var (verb, description) in _verbs)
            command.Add(ClientCommand.Create(
                verb, description, options, async (c, p, ct) => DeployCommands.Print(await c.SendAsync(HttpMethod.Post, $"{One(p)}/{verb}", null, ct)), project, number));
        options.AddTo(command);
        return command;
    }

    private static async Task ListAsync(ApiClient client, string query, bool json, CancellationToken cancellationToken)
    {
        var promotions = await PagedList.AllAsync(client, $"/api/v1/promotions?limit=1000{query}", cancellationToken);
        if (json)
            await Console.Out.WriteLineAsync(promotions.Pretty());
        else
            TextTable.Write(Console.Out, ["PROJECT", "NUMBER", "COMPONENT", "RELEASE", "FROM", "TO", "STATE", "APPROVALS", "BY", "REASON"], [.. promotions.Select(p => new[]
            {
                $"{p!["organization"]}/{p["project"]}", $"{p["number"]}", (string?)p["component"] ?? "", (string?)p["release"] ?? "", (string?)p["from"] ?? "",
                (string?)p["environment"] ?? "", (string?)p["state"] ?? "",
                $"{((JsonArray)p["votes"]!).Count(v => (bool)v!["approves"]!)} of {p["needed"]} {p["role"]}", (string?)p["author"] ?? "", (string?)p["reason"] ?? "",
            })]);
    }
}
