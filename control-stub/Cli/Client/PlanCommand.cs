using System.CommandLine;
using System.Text.Json.Nodes;

namespace Pdp.ControlStub.Cli.Client;

/// <summary><c>pdp-control plan</c>.</summary>
internal static class PlanCommand
{
    /// <summary>Shows what applying an intent now would change.</summary>
    public static Command Create()
    {
        var options = new ClientOptions();
        var plane = new Argument<string>("plane") { Description = "Id of the plane." };
        var id = new Argument<string>("intent") { Description = "Id of the intent." };
        var json = ClientCommand.JsonOption();
        var command = ClientCommand.Create(
            "plan",
            "Asks the plane's agent what applying an intent now would change.",
            options,
            async (client, parsed, ct) =>
            {
                var path = $"/api/v1/planes/{parsed.Part(plane)}/intents/{parsed.Part(id)}/plan";
                var answer = await client.SendAsync(HttpMethod.Post, path, null, ct);
                if (parsed.GetValue(json))
                    await Console.Out.WriteLineAsync(answer);
                else
                    Write(Console.Out, JsonNode.Parse(answer)!);
            },
            plane,
            id,
            json);
        options.AddTo(command);
        return command;
    }

    /// <summary>Writes a plan for people, in the signs of <c>pdp-agent plan</c>.</summary>
    public static void Write(TextWriter output, JsonNode plan)
    {
        output.WriteLine($"generation {plan["generation"]}");
        foreach (var reason in Items(plan, "blocked"))
            output.WriteLine($"  blocked: {reason}");
        foreach (var reason in Items(plan, "waits"))
            output.WriteLine($"  waits: {reason}");
        if ((string?)plan["rollout"] is { Length: > 0 } rollout)
            output.WriteLine($"  {rollout}");
        foreach (var step in Items(plan, "steps"))
            Write(output, step!.AsObject());
        foreach (var test in Items(plan, "tests"))
            output.WriteLine($"  t test {test!["name"]}  # a Job at step {test["step"]} of {test["steps"]}");
        if ((int?)plan["more"] is > 0 and var more)
            output.WriteLine($"  and {more} more objects");
    }

    private static void Write(TextWriter output, JsonObject step)
    {
        var restarts = (int?)step["restarts"] is > 0 and var pods ? $"restarts or ends {pods} pods" : "";
        var remarks = new[] { restarts, (string?)step["message"] ?? "" }.Where(remark => remark.Length > 0).ToList();
        output.WriteLine($"  {Sign((string?)step["action"])} {step["object"]}{(remarks.Count == 0 ? "" : $"  # {string.Join("; ", remarks)}")}");
        foreach (var field in Items(step, "fields"))
            output.WriteLine($"      {field}");
        if ((int?)step["moreFields"] is > 0 and var more)
            output.WriteLine($"      and {more} more fields");
    }

    private static IEnumerable<JsonNode?> Items(JsonNode node, string name) => node[name] as JsonArray ?? [];

    private static char Sign(string? action) => action switch
    {
        "Create" => '+',
        "Configure" => '~',
        "Prune" => '-',
        "Refuse" => '!',
        "Wait" => '.',
        "Keep" => 'k',
        _ => '=',
    };
}
