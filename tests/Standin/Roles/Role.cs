namespace Pdp.Standin.Roles;

/// <summary>The roles by name.</summary>
internal static class Role
{
    /// <summary>Plays the role until it is done or stopped; the process's exit code.</summary>
    /// <exception cref="FormatException">No such role, or an option out of range.</exception>
    public static Task<int> RunAsync(StandinOptions options, TimeProvider time, CancellationToken stopping) => options.Role switch
    {
        "inventory" => InventoryRole.RunAsync(options, healthy: true, time, stopping),
        "never-ready" => InventoryRole.RunAsync(options, healthy: false, time, stopping),
        "frontend" => FrontendRole.RunAsync(options, time, stopping),
        "database" => DatabaseRole.RunAsync(options, stopping),
        "task" => TaskRole.RunAsync(options, time, stopping),
        "caller" => CallerRole.RunAsync(options, time, stopping),
        "tester" => TesterRole.RunAsync(options, stopping),
        "chatter" => ChatterRole.RunAsync(options, time, stopping),
        _ => throw new FormatException("No such role; --help lists them."),
    };
}
