namespace Pdp.ControlStub.Operators;

/// <summary>Who did what happened, as events name him.</summary>
internal static class Actors
{
    /// <summary>The control plane by itself.</summary>
    public const string ControlPlane = "control-plane";

    /// <summary>Somebody at the machine, by the command line and without the API.</summary>
    public const string Console = "console";

    /// <summary>An event from before actors were noted.</summary>
    public const string Unknown = "unknown";

    /// <summary>An operator.</summary>
    public static string User(string name) => $"user/{name}";

    /// <summary>The agent of a plane.</summary>
    public static string Plane(string name) => $"plane/{name}";
}
