import type { ManPage } from './page.ts';

/** Pages about files and text. */
export const FILE_PAGES: readonly ManPage[] = [
  {
    name: 'ls', section: 1, short: 'shows what is in directories', synopsis: ['ls [OPTION]... [FILE]...'],
    about: ['Shows what is in the directories given, or in the current one, sorted by name. Names that begin with a dot are left out unless -a or -A is given.'],
    options: [['-a, --all', 'show names that begin with a dot, too'], ['-l', 'a line for each file: mode, links, owner, group, size, time, name'], ['-h, --human-readable', 'sizes like 4.0K and 12M'],
      ['-d, --directory', 'the directory itself, not what is in it'], ['-R, --recursive', 'and everything below'], ['-t', 'newest first'], ['-S', 'largest first'], ['-r, --reverse', 'the other way round'], ['-1', 'one name a line']],
    examples: [['ls -l /etc/my.cnf.d', 'the MariaDB configuration files with their owners'], ['ls -ltr /var/log', 'logs, the last written at the end']], seeAlso: 'stat(1), chmod(1)',
  },
  {
    name: 'cat', section: 1, short: 'writes files one after the other', synopsis: ['cat [OPTION]... [FILE]...'],
    about: ['Writes files one after the other to standard output. Without a file, or for -, it copies standard input.'],
    options: [['-n, --number', 'number all lines'], ['-A, --show-all', 'show tabs as ^I and line ends as $']],
    examples: [["cat > notes.txt <<'EOF'", 'write the lines that follow, up to EOF, into a file']], seeAlso: 'less(1), head(1), tail(1)',
  },
  {
    name: 'cp', section: 1, short: 'copies files', synopsis: ['cp [OPTION]... SOURCE DEST', 'cp [OPTION]... SOURCE... DIRECTORY'],
    about: ['Copies SOURCE to DEST, or several into a DIRECTORY.'],
    options: [['-r, -R', 'directories with all that is in them'], ['-p', 'keep mode, owner and times'], ['-a, --archive', 'keep everything, links too'], ['-i', 'ask before a file is replaced'], ['-v', 'say what is done']],
    examples: [['cp -p /etc/chrony.conf /etc/chrony.conf.orig', 'keep the original before an edit']], seeAlso: 'mv(1), install(1)',
  },
  {
    name: 'mv', section: 1, short: 'renames and moves files', synopsis: ['mv [OPTION]... SOURCE DEST', 'mv [OPTION]... SOURCE... DIRECTORY'], about: ['Renames SOURCE, or moves it into a directory.'],
    options: [['-i', 'ask before a file is replaced'], ['-n', 'never replace'], ['-v', 'say what is done']], seeAlso: 'cp(1), rm(1)',
  },
  {
    name: 'rm', section: 1, short: 'removes files', synopsis: ['rm [OPTION]... [FILE]...'], about: ['Removes files for good: there is no waste-paper basket.'],
    options: [['-r, -R', 'directories with all that is in them'], ['-f', 'never ask; missing files are no error'], ['-i', 'ask before each'], ['-v', 'say what is done']], seeAlso: 'rmdir(1)',
  },
  {
    name: 'mkdir', section: 1, short: 'makes directories', synopsis: ['mkdir [OPTION]... DIRECTORY...'], about: ['Makes directories.'],
    options: [['-p, --parents', 'missing parents too; what is there is no error'], ['-m, --mode=MODE', 'with these permissions'], ['-v', 'say what is made']], seeAlso: 'rmdir(1), chmod(1)',
  },
  {
    name: 'chmod', section: 1, short: 'sets who may read, write and run a file', synopsis: ['chmod [OPTION]... MODE[,MODE]... FILE...', 'chmod [OPTION]... OCTAL-MODE FILE...'],
    about: ['Sets who may read (r, 4), write (w, 2) and execute (x, 1) a file: its owner (u), its group (g) and all others (o).'],
    options: [['-R', 'everything below a directory, too'], ['-v', 'say what is done']], examples: [['chmod 640 admin-openrc', 'owner reads and writes, group reads, others nothing'], ['chmod u+x script.sh', 'let the owner run it']], seeAlso: 'chown(1), stat(1)',
  },
  {
    name: 'chown', section: 1, short: 'gives files another owner', synopsis: ['chown [OPTION]... [OWNER][:[GROUP]] FILE...'], about: ['Gives files to another owner, and with a colon to another group. Only root may give files away.'],
    options: [['-R', 'everything below a directory, too'], ['-h', 'a link itself, not what it points to'], ['-v', 'say what is done']], examples: [['chown -R keystone:keystone /etc/keystone', 'all of it to the service user']], seeAlso: 'chmod(1), chgrp(1)',
  },
  {
    name: 'grep', section: 1, short: 'finds lines that fit a pattern', synopsis: ['grep [OPTION]... PATTERNS [FILE]...'],
    about: ['Prints the lines of files, or of standard input, that match a regular expression. The exit status is 0 when a line was found, 1 when none was, 2 after an error.'],
    options: [['-i', 'letters in either case'], ['-v', 'lines that do not match'], ['-n', 'with line numbers'], ['-c', 'only how many'], ['-l', 'only the names of files'], ['-r', 'all files below a directory'], ['-E', 'extended regular expressions'],
      ['-F', 'plain text'], ['-w', 'whole words'], ['-o', 'only the part that matches'], ['-A N, -B N, -C N', 'N lines after, before, around']],
    examples: [["grep -vE '^#|^$' /etc/chrony.conf", 'what is set, without comments and empty lines'], ['grep -rn bind-address /etc/my.cnf.d', 'where an option is set']], seeAlso: 'sed(1), awk(1)',
  },
  {
    name: 'sed', section: 1, short: 'changes text line by line', synopsis: ['sed [OPTION]... {SCRIPT} [FILE]...'], about: ['Applies commands to each line: s/old/new/ replaces, d deletes, p prints. A line number, $ or /regex/ before a command chooses the lines.'],
    options: [['-n', 'print only what p says'], ['-i[SUFFIX]', 'change the files themselves'], ['-E', 'extended regular expressions'], ['-e SCRIPT', 'add a command']],
    examples: [["sed -i 's/^#bind-address=.*/bind-address = 10.0.0.11/' FILE", 'switch an option on']], seeAlso: 'grep(1), awk(1)',
  },
  {
    name: 'find', section: 1, short: 'finds files below a directory', synopsis: ['find [PATH...] [EXPRESSION]'], about: ['Looks at everything below the paths and prints, or uses, what the expression fits.'],
    options: [['-name PATTERN', 'by name'], ['-type f|d|l', 'files, directories, links'], ['-size +N', 'larger than N blocks (k, M)'], ['-mtime -N', 'changed in the last N days'], ['-user NAME', 'by owner'], ['-exec CMD {} \\;', 'run a command for each'], ['-delete', 'remove it']],
    examples: [["find /etc -name '*.cnf'", 'all MariaDB option files']], seeAlso: 'xargs(1)',
  },
  {
    name: 'less', section: 1, short: 'shows text page by page', synopsis: ['less [OPTION]... [FILE]...'], about: ['SPACE and b turn pages, / searches, n goes on, g and G go to the first and last line, F follows a growing file, q leaves.'],
    options: [['-N', 'line numbers'], ['-S', 'cut long lines'], ['-R', 'keep colours'], ['-F', 'leave at once when all fits']], seeAlso: 'more(1), tail(1)',
  },
  {
    name: 'tail', section: 1, short: 'shows the end of files', synopsis: ['tail [OPTION]... [FILE]...'], about: ['Prints the last ten lines.'],
    options: [['-n N', 'the last N lines; +N from line N on'], ['-f', 'go on as the file grows; Ctrl-C ends it'], ['-F', 'the same, also when the file is replaced']], examples: [['tail -f /var/log/mariadb/mariadb.log', 'watch a log']], seeAlso: 'head(1), less(1), journalctl(1)',
  },
  {
    name: 'tar', section: 1, short: 'packs files into an archive', synopsis: ['tar {-c|-x|-t} [-z] [-v] -f ARCHIVE [FILE...]'], about: ['Puts files into one archive and takes them out again.'],
    options: [['-c', 'create'], ['-x', 'extract'], ['-t', 'list'], ['-f FILE', "the archive's name"], ['-z', 'packed with gzip'], ['-C DIR', 'work in another directory'], ['-v', 'name the files']], examples: [['tar czf etc.tgz /etc', 'pack a directory']], seeAlso: 'gzip(1)',
  },
  {
    name: 'diff', section: 1, short: 'shows how two files differ', synopsis: ['diff [OPTION]... FILES'], about: ['Shows what must change to make the second file of the first. Status 0: the same, 1: different, 2: trouble.'],
    options: [['-u', 'unified: with lines around'], ['-r', 'whole directories'], ['-q', 'only whether they differ']], seeAlso: 'cmp(1)',
  },
  { name: 'vi', section: 1, short: 'edits text', synopsis: ['vi [OPTIONS] [FILE...]', 'vim [OPTIONS] [FILE...]'],
    about: ['i begins inserting, ESC ends it. :w writes, :q leaves, :wq does both, :q! leaves without writing. x deletes a sign, dd a line, u takes back, / searches, n goes on.'], options: [['+N', 'begin at line N'], ['-R', 'read only']], seeAlso: 'nano(1)' },
  { name: 'hosts', section: 5, short: 'names of hosts and their addresses', synopsis: ['/etc/hosts'], about: ['Each line holds an address and the names that stand for it. It is asked before DNS; the first line that fits wins.'],
    examples: [['10.0.0.11  controller', 'the management address of the controller']], seeAlso: 'getent(1), hostname(1)' },
];
