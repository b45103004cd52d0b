using System.Text.Json.Serialization;

namespace Pdp.ControlStub.Api.Answers;

/// <summary>What applying an intent now would change, as its agent says. Names of fields and no values.</summary>
internal sealed record PlanAnswer
{
    /// <summary>The generation that would run.</summary>
    public long Generation { get; init; }

    /// <summary>Why the newest generation cannot be applied; empty when it can.</summary>
    public IReadOnlyList<string> Blocked { get; init => field = value ?? []; } = [];

    /// <summary>What it waits for, with the plan of what would be done then; empty when it waits for nothing.</summary>
    public IReadOnlyList<string> Waits { get; init => field = value ?? []; } = [];

    /// <summary>The steps its release takes and how many of them are done, as a sentence; empty where it takes none.</summary>
    public string Rollout { get; init => field = value ?? ""; } = "";

    /// <summary>The Jobs that would still try its new revision, in the order of their steps.</summary>
    public IReadOnlyList<PlanTestAnswer> Tests { get; init => field = value ?? []; } = [];

    /// <summary>What would become of each object, in the order it would be done.</summary>
    public IReadOnlyList<PlanStepAnswer> Steps { get; init => field = value ?? []; } = [];

    /// <summary>How many objects are not told.</summary>
    public int More { get; init; }
}

/// <summary>A Job that would try a new revision before requests are led to it.</summary>
internal sealed record PlanTestAnswer
{
    /// <summary>Its name.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Which step it is, from 1.</summary>
    public int Step { get; init; }

    /// <summary>How many steps there are.</summary>
    public int Steps { get; init; }
}

/// <summary>What would become of one object.</summary>
internal sealed record PlanStepAnswer
{
    /// <summary><c>Create</c>, <c>Configure</c>, <c>Prune</c>, <c>Keep</c>, <c>Unchanged</c>, <c>Wait</c> or <c>Refuse</c>.</summary>
    public string Action { get; init => field = value ?? ""; } = "";

    /// <summary>Which object.</summary>
    public string Object { get; init => field = value ?? ""; } = "";

    /// <summary>Paths of the fields that would change; empty unless it is changed.</summary>
    public IReadOnlyList<string> Fields { get; init => field = value ?? []; } = [];

    /// <summary>How many fields are not told.</summary>
    public int MoreFields { get; init; }

    /// <summary>How many running pods would end.</summary>
    public int Restarts { get; init; }

    /// <summary>Why, or what the API server warns of.</summary>
    public string Message { get; init => field = value ?? ""; } = "";
}

/// <summary>How a plan is read from an agent's answer: what is not known is left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PlanAnswer))]
internal sealed partial class PlanJson : JsonSerializerContext;
