/**
 * `palier service`: has the system start the server again, after a crash, a `kill -9` or a reboot. On Linux a systemd unit;
 * elsewhere it says what to do. Prints by default and changes nothing; `install` writes the unit and starts it.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { reasonOf } from './log.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const UNIT_FILE = '/etc/systemd/system/palier.service';

export type ServicePlace = { node: string; root: string; user: string; environmentFile: string };

/** The unit. Settings stand in the environment file, one `NAME=value` a line. */
export function systemdUnit({ node, root, user, environmentFile }: ServicePlace): string {
  return `[Unit]
Description=Palier, office screens that answer back
Wants=network-online.target
After=network-online.target
# However often it ends, it is started again.
StartLimitIntervalSec=0

[Service]
User=${user}
WorkingDirectory=${quoted(root)}
Environment=KIOSK=none
EnvironmentFile=-${environmentFile}
ExecStart=${quoted(node)} ${quoted(join(root, 'api', 'start.mjs'))}
Restart=always
RestartSec=2
TimeoutStopSec=20
NoNewPrivileges=yes
PrivateTmp=yes

[Install]
WantedBy=multi-user.target
`;
}

/** What to do where there is no systemd. */
export function otherService(platform: NodeJS.Platform, { node, root }: ServicePlace): string {
  const command = `"${node}" "${join(root, 'api', 'start.mjs')}"`;
  if (platform === 'win32') {
    return `Windows starts it again by the Task Scheduler. In a terminal of the administrator:
  schtasks /Create /TN Palier /SC ONSTART /RU SYSTEM /RL HIGHEST /TR '${command}'
then, in the task's settings, "If the task fails, restart every 1 minute".`;
  }
  if (platform === 'darwin') {
    return `macOS starts it again by launchd. Save this as /Library/LaunchDaemons/palier.plist, then:
  sudo launchctl bootstrap system /Library/LaunchDaemons/palier.plist

<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
  <key>Label</key><string>palier</string>
  <key>WorkingDirectory</key><string>${root}</string>
  <key>ProgramArguments</key><array><string>${node}</string><string>${join(root, 'api', 'start.mjs')}</string></array>
  <key>KeepAlive</key><true/>
  <key>RunAtLoad</key><true/>
</dict></plist>`;
  }
  return `There is no systemd here. Have the init system run, and start again whenever it ends:
  cd "${root}" && ${command}`;
}

export function serviceCommand(args: readonly string[]): number {
  const place: ServicePlace = {
    node: process.execPath,
    root: ROOT,
    user: process.env['SUDO_USER'] ?? userInfo().username,
    environmentFile: '/etc/palier.env',
  };
  const hasSystemd = process.platform === 'linux' && existsSync('/run/systemd/system');
  if (args[0] !== 'install') {
    if (process.platform !== 'linux') console.log(otherService(process.platform, place));
    else
      console.log(`${systemdUnit(place)}
# Settings go to ${place.environmentFile}, one NAME=value a line (PORT=80, SMTP_URL=...).
# "sudo npx palier service install" writes this to ${UNIT_FILE} and starts it; "systemctl status palier" looks at it.`);
    return 0;
  }
  if (!hasSystemd) {
    console.error(otherService(process.platform, place));
    return 1;
  }
  try {
    writeFileSync(UNIT_FILE, systemdUnit(place));
    for (const order of [['daemon-reload'], ['enable', '--now', 'palier.service']]) {
      execFileSync('systemctl', order, { stdio: 'inherit' });
    }
  } catch (error) {
    console.error(`palier: the service could not be installed: ${reasonOf(error)}. Run it with sudo.`);
    return 1;
  }
  console.log(`Palier runs as a service and starts again by itself. Settings: ${place.environmentFile}`);
  return 0;
}

/** systemd reads words apart at blanks, and % and \\ mean something to it. */
function quoted(text: string): string {
  const safe = text.replaceAll('\\', '\\\\').replaceAll('%', '%%').replaceAll('"', '\\"');
  return /\s/.test(safe) ? `"${safe}"` : safe;
}
